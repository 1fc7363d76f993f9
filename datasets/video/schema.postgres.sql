-- What the video pack reads, in PostgreSQL 14 or newer. Re-runnable; drops nothing.

-- One row per view being watched. Writers upsert it at every player event and heartbeat and delete it when the view ends.
-- Unlogged: it is worth nothing after a crash, players write it anew within a heartbeat.
-- No index on what heartbeats change and room on each page, so that every heartbeat stays a heap-only update.
create unlogged table if not exists live_view (
    view_id     uuid primary key,       -- version 7: new views land on neighbouring index pages
    property    text not null,          -- the topic key
    title       text not null,
    country     char(2) not null,       -- ISO 3166-1
    cdn         text not null,
    os          text not null,
    state       smallint not null,      -- 0 starting, 1 playing, 2 rebuffering, 3 paused, 4 just failed
    state_since timestamptz not null,
    kbps        integer not null,       -- 0 while nothing has been played
    last_seen   timestamptz not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

create index if not exists live_view_property on live_view (property);

-- What live_view cannot tell because the view is gone: counters that only grow. Whoever writes player events adds to them.
create table if not exists property_counter (
    property       text primary key,
    attempts       bigint not null default 0,  -- a viewer pressed play
    start_failures bigint not null default 0,  -- an error before the first frame
    exits          bigint not null default 0,  -- the viewer left before the first frame
    play_failures  bigint not null default 0,  -- an error after the first frame
    -- starts with a startup time of at most 100, 500, 1000, 2000, 5000, 10000, 15000 ms, and all starts
    startup_le     bigint[] not null default '{0,0,0,0,0,0,0,0}' check (cardinality(startup_le) = 8)
) with (fillfactor = 50);

-- One row per property and 5 s, written by rollup_5s only. Counts tell of the instant `bucket`; counters are the ones of property_counter.
create table if not exists tick_5s (
    property       text not null,
    bucket         timestamptz not null,
    viewers        integer not null,
    starting       integer not null,
    rebuffering    integer not null,
    paused         integer not null,
    kbps           integer,                    -- mean of the views that play; null when none does
    attempts       bigint not null,
    start_failures bigint not null,
    exits          bigint not null,
    play_failures  bigint not null,
    startup_le     bigint[] not null,
    primary key (property, bucket)
) partition by range (bucket);

-- The last complete bucket: the as-of time of the pack. No row until the first rollup.
create table if not exists watermark (
    id    smallint primary key default 1 check (id = 1),
    as_of timestamptz not null
);

-- The rollup; its contract is in rollup.postgres.sql.
create or replace function rollup_5s(at timestamptz) returns timestamptz language plpgsql as $body$
declare
    this_bucket constant timestamptz := date_bin('5 seconds', at, timestamptz 'epoch');
    hour        constant timestamptz := date_bin('1 hour', at, timestamptz 'epoch');
    this_part   constant text := 'tick_5s_' || to_char(hour at time zone 'UTC', 'YYYYMMDDHH24');
    last_bucket timestamptz;
    old_part    regclass;
begin
    -- One rollup at a time; readers are not held up.
    lock table watermark in share row exclusive mode;
    select w.as_of into last_bucket from watermark w;
    if last_bucket >= this_bucket then
        return last_bucket;
    end if;

    -- Attached, not created in place: attaching does not wait for readers of the parent, creating a partition does.
    if to_regclass(this_part) is null then
        execute format('create table %I (like tick_5s including all)', this_part);
        execute format('alter table tick_5s attach partition %I for values from (%L) to (%L)', this_part, hour, hour + interval '1 hour');
    end if;

    insert into tick_5s
    select coalesce(c.property, v.property), this_bucket,
           coalesce(v.viewers, 0), coalesce(v.starting, 0), coalesce(v.rebuffering, 0), coalesce(v.paused, 0), v.kbps,
           coalesce(c.attempts, 0), coalesce(c.start_failures, 0), coalesce(c.exits, 0), coalesce(c.play_failures, 0),
           coalesce(c.startup_le, '{0,0,0,0,0,0,0,0}')
    from property_counter c
    full join (
        select property,
               count(*) filter (where state < 3) as viewers,
               count(*) filter (where state = 0) as starting,
               count(*) filter (where state = 2) as rebuffering,
               count(*) filter (where state = 3) as paused,
               round(avg(kbps) filter (where state = 1)) as kbps
        from live_view
        where last_seen > this_bucket - interval '15 seconds'
          and not (state = 2 and state_since < this_bucket - interval '5 minutes')
        group by property
    ) v on v.property = c.property;

    insert into watermark (as_of) values (this_bucket) on conflict (id) do update set as_of = excluded.as_of;

    -- Dropping waits for readers, and new readers would queue behind it: give up soon, the next rollup tries again.
    begin
        perform set_config('lock_timeout', '200ms', true);
        for old_part in
            select i.inhrelid::regclass from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'tick_5s'::regclass and c.relname like 'tick\_5s\_%'
              and c.relname < 'tick_5s_' || to_char((hour - interval '24 hours') at time zone 'UTC', 'YYYYMMDDHH24')
        loop
            execute format('drop table %s', old_part);
        end loop;
    exception when lock_not_available then
        raise notice 'old partitions of tick_5s are in use; the next rollup drops them';
    end;

    return this_bucket;
end
$body$;
