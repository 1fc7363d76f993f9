-- A point each 5 s without gaps: everything newer than $3 of the topic, at most 30 minutes; nulls where no rollup ran.
-- viewers to paused and kbps tell of the instant, the others of the 5 s before it (of the whole gap after a gap).
with due as (
    select topic, greatest(since, date_bin('5 seconds', $2, timestamptz 'epoch') - interval '30 minutes') as since
    from unnest($1, $3) as asked (topic, since)
    where topic in (select property from property_counter)
)
select due.topic, point.*
from due
-- Lateral with a window function, so that it stays one index range scan per topic: a poll that wants one point must not read 30 minutes.
cross join lateral (
    select slot.time, tick.viewers, tick.starting, tick.rebuffering, tick.paused, tick.kbps,
           tick.attempts, tick.start_failures, tick.exits, tick.play_failures
    from generate_series(due.since + interval '5 seconds', $2, interval '5 seconds') as slot (time)
    left join (
        select bucket, viewers, starting, rebuffering, paused, kbps,
               attempts - lag(attempts) over earlier as attempts,
               start_failures - lag(start_failures) over earlier as start_failures,
               exits - lag(exits) over earlier as exits,
               play_failures - lag(play_failures) over earlier as play_failures
        from tick_5s
        where property = due.topic and bucket >= due.since and bucket <= $2 and bucket >= $2 - interval '31 minutes'
        window earlier as (order by bucket)
    ) tick on tick.bucket = slot.time
) point
order by due.topic, point.time
