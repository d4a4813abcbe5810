-- A new owner reads the instances of a cluster in the order of their ARNs, and the first of them at once.
DROP INDEX container_instance_live;
CREATE INDEX container_instance_live ON container_instance (cluster, arn) WHERE NOT forgotten;
