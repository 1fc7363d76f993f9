-- The last complete bucket: all four data sets tell of the same instant.
select as_of from watermark
