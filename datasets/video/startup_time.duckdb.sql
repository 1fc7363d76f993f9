-- How long starts took in the last 5 minutes: starts with a startup time of at most up_to_ms and more than the bucket before; null = no bound.
-- Counters only grow, so that the window is one subtraction; a property younger than the window counts from its first tick.
with edge as (
    select property, arg_max(startup_le, bucket) as latest, arg_min(startup_le, bucket) as before
    from tick_5s
    where property in (select unnest($1::varchar[])) and bucket >= $2::timestamptz - interval 5 minutes and bucket <= $2::timestamptz
    group by property
    having max(bucket) = $2::timestamptz
)
select property as topic, b.bucket, b.up_to_ms,
       greatest(0, latest[b.bucket] - before[b.bucket] - coalesce(latest[b.bucket - 1], 0) + coalesce(before[b.bucket - 1], 0)) as starts
from edge
cross join (values (1, 100), (2, 500), (3, 1000), (4, 2000), (5, 5000), (6, 10000), (7, 15000), (8, null)) b (bucket, up_to_ms)
