-- One row for each API call, as it came over the topic fairlead.audit; "record" is the whole AuditRecord.
create table audit (
  request_id text        primary key,
  at         timestamptz not null,
  principal  text        not null,
  operation  text        not null,
  cluster    text        not null,
  record     bytea       not null
);

create index audit_at on audit (at, request_id);
create index audit_by_principal on audit (principal, at);
create index audit_by_operation on audit (operation, at);
