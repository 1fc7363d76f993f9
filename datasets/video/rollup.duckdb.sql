-- Completes one 5-s bucket. $1 timestamptz: a time in it; the bucket is $1 rounded down to 5 s. Three statements: run them in one
-- transaction, once per 5 s, just after the bucket's time, with buckets in rising order. The contract is the one of rollup.postgres.sql
-- but for two things: there are no partitions, and ticks are kept for 2 h, because they usually live in the memory of the node.

insert into tick_5s
select coalesce(c.property, v.property), time_bucket(interval 5 seconds, $1::timestamptz),
       coalesce(v.viewers, 0), coalesce(v.starting, 0), coalesce(v.rebuffering, 0), coalesce(v.paused, 0), v.kbps,
       coalesce(c.attempts, 0), coalesce(c.start_failures, 0), coalesce(c.exits, 0), coalesce(c.play_failures, 0),
       coalesce(c.startup_le, [0, 0, 0, 0, 0, 0, 0, 0])
from property_counter c
full join (
    select property,
           count(*) filter (where state < 3) as viewers,
           count(*) filter (where state = 0) as starting,
           count(*) filter (where state = 2) as rebuffering,
           count(*) filter (where state = 3) as paused,
           round(avg(kbps) filter (where state = 1)) as kbps
    from live_view
    where last_seen > time_bucket(interval 5 seconds, $1::timestamptz) - interval 15 seconds
      and not (state = 2 and state_since < time_bucket(interval 5 seconds, $1::timestamptz) - interval 5 minutes)
    group by property
) v on v.property = c.property
where not exists (select 1 from watermark where as_of >= time_bucket(interval 5 seconds, $1::timestamptz));

insert into watermark (id, as_of) values (1, time_bucket(interval 5 seconds, $1::timestamptz))
on conflict (id) do update set as_of = greatest(watermark.as_of, excluded.as_of);

-- Once per ten minutes is often enough to look.
delete from tick_5s
where bucket < time_bucket(interval 5 seconds, $1::timestamptz) - interval 2 hours
  and time_bucket(interval 5 seconds, $1::timestamptz) = time_bucket(interval 10 minutes, $1::timestamptz);
