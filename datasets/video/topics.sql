-- The busiest properties first.
select property as topic from live_view group by property order by count(*) desc, property limit 1000
