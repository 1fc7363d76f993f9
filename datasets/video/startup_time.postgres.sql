-- How long starts took in the last 5 minutes: starts with a startup time of at most up_to_ms and more than the bucket before; null = no bound.
-- Counters only grow, so that the window is one subtraction; a property younger than the window counts from its first tick.
select tick.property as topic, b.bucket, b.up_to_ms,
       greatest(0,
           tick.startup_le[b.bucket] - coalesce(before.startup_le[b.bucket], 0)
           - coalesce(tick.startup_le[b.bucket - 1], 0) + coalesce(before.startup_le[b.bucket - 1], 0)) as starts
from tick_5s tick
cross join lateral (
    select first.startup_le from tick_5s first
    where first.property = tick.property and first.bucket >= $2 - interval '5 minutes' and first.bucket <= $2
    order by first.bucket limit 1
) before
cross join (values (1, 100), (2, 500), (3, 1000), (4, 2000), (5, 5000), (6, 10000), (7, 15000), (8, null)) b (bucket, up_to_ms)
where tick.property = any($1) and tick.bucket = $2
