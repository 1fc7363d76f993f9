-- Viewers of each property by country: seen in the last 15 s, neither paused nor failed, not rebuffering for over 5 minutes.
-- rebuffering_pct: of the viewers, in percent; kbps: mean of those who play.
select property as topic, country,
       count(*)::int as viewers,
       round(100.0 * count(*) filter (where state = 2) / count(*), 1)::double as rebuffering_pct,
       round(avg(kbps) filter (where state = 1))::int as kbps
from live_view
where property in (select unnest($1::varchar[])) and state < 3
  and last_seen > $2::timestamptz - interval 15 seconds
  and not (state = 2 and state_since < $2::timestamptz - interval 5 minutes)
group by property, country
