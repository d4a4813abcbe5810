-- Set where the bytes of a blob turned out not to be what they were: the link then counts as not there, until they are
-- pushed again.
alter table blob_link add damaged boolean not null default false;
