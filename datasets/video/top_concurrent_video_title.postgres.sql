-- The ten titles of each property with the most viewers; who counts as a viewer: see concurrent_viewers_by_country.
select topic, title, viewers, rebuffering_pct, kbps
from (
    select property as topic, title,
           count(*)::int as viewers,
           round(100.0 * count(*) filter (where state = 2) / count(*), 1)::float8 as rebuffering_pct,
           round(avg(kbps) filter (where state = 1))::int as kbps,
           row_number() over (partition by property order by count(*) desc, title collate "C") as place
    from live_view
    where property = any($1) and state < 3
      and last_seen > $2 - interval '15 seconds'
      and not (state = 2 and state_since < $2 - interval '5 minutes')
    group by property, title
) ranked
where place <= 10
