-- A point each 5 s without gaps: everything newer than $3 of the topic, at most 30 minutes; nulls where no rollup ran.
-- viewers to paused and kbps tell of the instant, the others of the 5 s before it (of the whole gap after a gap).
with due as (
    select topic, greatest(since, time_bucket(interval 5 seconds, $2::timestamptz) - interval 30 minutes) as since
    from (select unnest($1::varchar[]) as topic, unnest($3::timestamptz[]) as since)
    where topic in (select property from property_counter)
),
slot as (
    select topic, unnest(generate_series(since + interval 5 seconds, $2::timestamptz, interval 5 seconds)) as time
    from due
),
tick as (
    select property, bucket, viewers, starting, rebuffering, paused, kbps,
           attempts - lag(attempts) over earlier as attempts,
           start_failures - lag(start_failures) over earlier as start_failures,
           exits - lag(exits) over earlier as exits,
           play_failures - lag(play_failures) over earlier as play_failures
    from tick_5s
    join due on due.topic = property and bucket >= due.since
    where bucket >= (select min(since) from due) and bucket <= $2::timestamptz
    window earlier as (partition by property order by bucket)
)
select slot.topic, slot.time,
       tick.viewers, tick.starting, tick.rebuffering, tick.paused, tick.kbps,
       tick.attempts, tick.start_failures, tick.exits, tick.play_failures
from slot
left join tick on tick.property = slot.topic and tick.bucket = slot.time
order by slot.topic, slot.time
