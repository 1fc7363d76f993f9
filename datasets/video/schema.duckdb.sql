-- What the video pack reads, in DuckDB. Re-runnable; drops nothing. The same tables as in schema.postgres.sql, where the columns are explained.

create table if not exists live_view (
    view_id     uuid primary key,
    property    varchar not null,
    title       varchar not null,
    country     varchar not null,
    cdn         varchar not null,
    os          varchar not null,
    state       smallint not null,      -- 0 starting, 1 playing, 2 rebuffering, 3 paused, 4 just failed
    state_since timestamptz not null,
    kbps        integer not null,
    last_seen   timestamptz not null
);

create table if not exists property_counter (
    property       varchar primary key,
    attempts       bigint not null default 0,
    start_failures bigint not null default 0,
    exits          bigint not null default 0,
    play_failures  bigint not null default 0,
    -- starts with a startup time of at most 100, 500, 1000, 2000, 5000, 10000, 15000 ms, and all starts
    startup_le     bigint[] not null default [0, 0, 0, 0, 0, 0, 0, 0]
);

-- No primary key: an index of a column store costs memory and serves no scan here. The watermark keeps buckets from being written twice.
create table if not exists tick_5s (
    property       varchar not null,
    bucket         timestamptz not null,
    viewers        integer not null,
    starting       integer not null,
    rebuffering    integer not null,
    paused         integer not null,
    kbps           integer,
    attempts       bigint not null,
    start_failures bigint not null,
    exits          bigint not null,
    play_failures  bigint not null,
    startup_le     bigint[] not null
);

create table if not exists watermark (
    id    smallint primary key default 1 check (id = 1),
    as_of timestamptz not null
);
