"""The first tables."""

import sqlalchemy as sa
from alembic import op

# Text sorts by code point on both databases.
TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_entries',
    sa.Column('sequence', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deed', TEXT, nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_seal', sa.LargeBinary(), nullable=True),
    sa.Column('actor_tag', TEXT, nullable=True),
    sa.Column('actor_role', TEXT, nullable=False),
    sa.Column('object_kind', TEXT, nullable=False),
    sa.Column('object_ref', TEXT, nullable=False),
    sa.Column('details_digest', TEXT, nullable=False),
    sa.Column('previous_digest', TEXT, nullable=False),
    sa.Column('digest', TEXT, nullable=False),
    sa.CheckConstraint('actor_id IS NULL OR actor_seal IS NULL', name=op.f('ck_audit_entries_clear_or_sealed')),
    sa.PrimaryKeyConstraint('sequence', name=op.f('pk_audit_entries')),
    sa.UniqueConstraint('digest', name=op.f('uq_audit_entries_digest'))
    )
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entries_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entries_at'), ['at'], unique=False)
        batch_op.create_index('ix_audit_entries_object', ['object_kind', 'object_ref'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('digest', TEXT, nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_head_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('calendar_days',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('holiday', 'makeup', name='daykind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_days'))
    )
    op.create_table('calendar_years',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('source', TEXT, nullable=False),
    sa.Column('loaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_calendar_years'))
    )
    op.create_table('checklists',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', TEXT, nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('description', TEXT, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklists')),
    sa.UniqueConstraint('code', name=op.f('uq_checklists_code'))
    )
    op.create_table('files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', TEXT, nullable=False),
    sa.Column('kind', sa.Enum('photo', 'pdf', 'word', 'excel', name='filekind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('sha256', TEXT, nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('media_type', TEXT, nullable=False),
    sa.Column('title', TEXT, nullable=False),
    sa.Column('original_key', TEXT, nullable=False),
    sa.Column('copy_key', TEXT, nullable=True),
    sa.Column('thumb_key', TEXT, nullable=True),
    sa.Column('copy_state', sa.Enum('waiting', 'ready', 'unreadable', name='copystate', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('taken_at_claim', TEXT, nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploader_id', sa.Integer(), nullable=True),
    sa.Column('uploader_seal', sa.LargeBinary(), nullable=True),
    sa.Column('uploader_tag', TEXT, nullable=True),
    sa.CheckConstraint('size > 0', name=op.f('ck_files_not_empty')),
    sa.CheckConstraint('uploader_id IS NULL OR uploader_seal IS NULL', name=op.f('ck_files_clear_or_sealed')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files')),
    sa.UniqueConstraint('public_id', name=op.f('uq_files_public_id'))
    )
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_files_sha256'), ['sha256'], unique=False)

    op.create_table('finding_counters',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('prefix', TEXT, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('year', 'prefix', name=op.f('pk_finding_counters'))
    )
    op.create_table('finding_tally',
    sa.Column('campaign_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('lead_unit_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('status', TEXT, nullable=False),
    sa.Column('due', TEXT, nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', 'lead_unit_id', 'status', 'due', name=op.f('pk_finding_tally'))
    )
    op.create_table('notice_series',
    sa.Column('series', TEXT, nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('series', 'year', name=op.f('pk_notice_series'))
    )
    op.create_table('tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('deliver_finding', 'make_copies', 'auto_accept', 'end_sessions', name='taskkind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('object_ref', TEXT, nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'claimed', 'done', 'failed', name='taskstate', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', TEXT, nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', TEXT, nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    sa.UniqueConstraint('kind', 'object_ref', 'due_at', name=op.f('uq_tasks_kind_object_ref_due_at'))
    )
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.create_index('ix_tasks_open', ['state', 'due_at'], unique=False)

    op.create_table('units',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', TEXT, nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('short_name', TEXT, nullable=False),
    sa.Column('level', sa.Enum('city', 'district', 'street', 'community', name='unitlevel', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('kind', sa.Enum('reform_office', 'bureau', 'resident', 'state_firm', 'district', 'town', 'village', 'section', name='unitkind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('sort_no', sa.Integer(), nullable=False),
    sa.Column('active_from', sa.Date(), nullable=True),
    sa.Column('active_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['units.id'], name=op.f('fk_units_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units')),
    sa.UniqueConstraint('code', name=op.f('uq_units_code')),
    sa.UniqueConstraint('name', name=op.f('uq_units_name'))
    )
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_units_parent_id'), ['parent_id'], unique=False)

    op.create_table('audit_details',
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('salt', TEXT, nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['sequence'], ['audit_entries.sequence'], name=op.f('fk_audit_details_sequence')),
    sa.PrimaryKeyConstraint('sequence', name=op.f('pk_audit_details'))
    )
    op.create_table('campaigns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', TEXT, nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('basis_title', TEXT, nullable=False),
    sa.Column('basis_number', TEXT, nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('methods', sa.JSON(), nullable=False),
    sa.Column('issuer_id', sa.Integer(), nullable=False),
    sa.Column('checklist_id', sa.Integer(), nullable=True),
    sa.Column('paper_kind', sa.Enum('bulletin', 'red_head', name='paperkind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('series', TEXT, nullable=False),
    sa.Column('cut_off', sa.Time(), nullable=False),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_campaigns_dates_in_order')),
    sa.ForeignKeyConstraint(['checklist_id'], ['checklists.id'], name=op.f('fk_campaigns_checklist_id')),
    sa.ForeignKeyConstraint(['issuer_id'], ['units.id'], name=op.f('fk_campaigns_issuer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns')),
    sa.UniqueConstraint('code', name=op.f('uq_campaigns_code')),
    sa.UniqueConstraint('name', name=op.f('uq_campaigns_name'))
    )
    op.create_table('cancelled_proofs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', TEXT, nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Enum('self_check', 'commitment', 'shared_data', 'no_basis', name='cancelreason', native_enum=False, length=40, create_constraint=True), nullable=True),
    sa.Column('batch', TEXT, nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=True),
    sa.Column('note', TEXT, nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_cancelled_proofs_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cancelled_proofs')),
    sa.UniqueConstraint('code', name=op.f('uq_cancelled_proofs_code')),
    sa.UniqueConstraint('name', name=op.f('uq_cancelled_proofs_name'))
    )
    op.create_table('checklist_item_keys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('checklist_id', sa.Integer(), nullable=False),
    sa.Column('key', TEXT, nullable=False),
    sa.Column('kind', sa.Enum('yes_no', 'single', 'multiple', 'number', 'rating', 'text', 'time', 'photo', 'phone_test', 'told_list', name='itemkind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.ForeignKeyConstraint(['checklist_id'], ['checklists.id'], name=op.f('fk_checklist_item_keys_checklist_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklist_item_keys')),
    sa.UniqueConstraint('checklist_id', 'key', name=op.f('uq_checklist_item_keys_checklist_id_key'))
    )
    op.create_table('people',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('username', TEXT, nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('name_seal', sa.LargeBinary(), nullable=True),
    sa.Column('shopper_code', TEXT, nullable=True),
    sa.Column('title', TEXT, nullable=False),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('password_hash', TEXT, nullable=True),
    sa.Column('failed_count', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_people_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people')),
    sa.UniqueConstraint('shopper_code', name=op.f('uq_people_shopper_code')),
    sa.UniqueConstraint('username', name=op.f('uq_people_username'))
    )
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_unit_id'), ['unit_id'], unique=False)

    op.create_table('service_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', TEXT, nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('audience', sa.Enum('person', 'firm', 'both', name='audience', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('one_thing', TEXT, nullable=False),
    sa.Column('trips', sa.Enum('0', '1', 'more', name='trippromise', native_enum=False, length=40, create_constraint=True), nullable=True),
    sa.Column('id_only', sa.Boolean(), nullable=False),
    sa.Column('online', sa.Boolean(), nullable=False),
    sa.Column('mobile', sa.Boolean(), nullable=False),
    sa.Column('city_wide', sa.Boolean(), nullable=False),
    sa.Column('promised_amount', sa.Integer(), nullable=True),
    sa.Column('promised_unit', sa.Enum('minutes', 'workdays', name='timeunit', native_enum=False, length=40, create_constraint=True), nullable=True),
    sa.Column('batch', TEXT, nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(promised_amount IS NULL) = (promised_unit IS NULL)', name=op.f('ck_service_items_time_with_unit')),
    sa.CheckConstraint('promised_amount IS NULL OR promised_amount >= 0', name=op.f('ck_service_items_time_not_negative')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_service_items_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_items')),
    sa.UniqueConstraint('code', name=op.f('uq_service_items_code'))
    )
    with op.batch_alter_table('service_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_items_unit_id'), ['unit_id'], unique=False)

    op.create_table('sites',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', TEXT, nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('type', sa.Enum('service_centre', 'branch_centre', 'police_station', 'vehicle_office', 'convenience_centre', 'bidding_centre', 'real_estate_centre', 'community', name='sitetype', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('address', TEXT, nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_sites_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sites')),
    sa.UniqueConstraint('code', name=op.f('uq_sites_code'))
    )
    with op.batch_alter_table('sites', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sites_unit_id'), ['unit_id'], unique=False)

    op.create_table('campaign_recipients',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('main', 'copy', name='recipientkind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('sort_no', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_campaign_recipients_campaign_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_campaign_recipients_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_recipients')),
    sa.UniqueConstraint('campaign_id', 'kind', 'name', name=op.f('uq_campaign_recipients_campaign_id_kind_name'))
    )
    op.create_table('campaign_targets',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_campaign_targets_campaign_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_campaign_targets_unit_id')),
    sa.PrimaryKeyConstraint('campaign_id', 'unit_id', name=op.f('pk_campaign_targets'))
    )
    op.create_table('checklist_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('checklist_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', name='versionstate', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('digest', TEXT, nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name=op.f('ck_checklist_versions_published_has_time')),
    sa.ForeignKeyConstraint(['checklist_id'], ['checklists.id'], name=op.f('fk_checklist_versions_checklist_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['people.id'], name=op.f('fk_checklist_versions_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklist_versions')),
    sa.UniqueConstraint('checklist_id', 'number', name=op.f('uq_checklist_versions_checklist_id_number'))
    )
    op.create_table('notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('issue_date', sa.Date(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('cut_off_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('draft', 'checking', 'checked', 'issued', name='noticestate', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('title', TEXT, nullable=False),
    sa.Column('prose', sa.JSON(), nullable=False),
    sa.Column('series', TEXT, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('issue_no', sa.Integer(), nullable=True),
    sa.Column('drafted_by_id', sa.Integer(), nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_by_id', sa.Integer(), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_by_id', sa.Integer(), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=True),
    sa.Column('facts_digest', TEXT, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'issued') = (facts IS NOT NULL)", name=op.f('ck_notices_issued_has_facts')),
    sa.CheckConstraint("(state = 'issued') = (issue_no IS NOT NULL)", name=op.f('ck_notices_issued_has_number')),
    sa.CheckConstraint('checked_by_id IS NULL OR checked_by_id <> drafted_by_id', name=op.f('ck_notices_another_checks')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_notices_campaign_id')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['people.id'], name=op.f('fk_notices_checked_by_id')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['people.id'], name=op.f('fk_notices_drafted_by_id')),
    sa.ForeignKeyConstraint(['signed_by_id'], ['people.id'], name=op.f('fk_notices_signed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sa.UniqueConstraint('campaign_id', 'issue_date', 'sequence', name=op.f('uq_notices_campaign_id_issue_date_sequence')),
    sa.UniqueConstraint('series', 'year', 'issue_no', name=op.f('uq_notices_series_year_issue_no'))
    )
    op.create_table('one_time_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('first_sign_in', 'reset', name='codepurpose', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('code_hash', TEXT, nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_one_time_codes_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_codes'))
    )
    with op.batch_alter_table('one_time_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_one_time_codes_person_id'), ['person_id'], unique=False)

    op.create_table('required_papers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('note', TEXT, nullable=False),
    sa.Column('sort_no', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['service_items.id'], name=op.f('fk_required_papers_item_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_required_papers')),
    sa.UniqueConstraint('item_id', 'name', name=op.f('uq_required_papers_item_id_name'))
    )
    op.create_table('role_grants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('inspector', 'observer', 'shopper', 'chief', 'office_clerk', 'office_director', 'dept_liaison', 'dept_head', 'verifier', 'leader', 'admin', 'security_admin', 'auditor', name='role', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('deputy', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_role_grants_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_role_grants_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grants')),
    sa.UniqueConstraint('person_id', 'role', 'unit_id', name=op.f('uq_role_grants_person_id_role_unit_id'))
    )
    with op.batch_alter_table('role_grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_grants_unit_id'), ['unit_id'], unique=False)

    op.create_table('sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', TEXT, nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Enum('signed_out', 'everywhere', 'idle', 'too_old', 'disabled', name='endreason', native_enum=False, length=40, create_constraint=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sessions_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sessions_token_hash'))
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index('ix_sessions_person_open', ['person_id', 'ended_at'], unique=False)

    op.create_table('stand_ins',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('stand_in_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('inspector', 'observer', 'shopper', 'chief', 'office_clerk', 'office_director', 'dept_liaison', 'dept_head', 'verifier', 'leader', 'admin', 'security_admin', 'auditor', name='role', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_stand_ins_dates_in_order')),
    sa.CheckConstraint('person_id <> stand_in_id', name=op.f('ck_stand_ins_another_person')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_stand_ins_person_id')),
    sa.ForeignKeyConstraint(['stand_in_id'], ['people.id'], name=op.f('fk_stand_ins_stand_in_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_stand_ins_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stand_ins'))
    )
    with op.batch_alter_table('stand_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stand_ins_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stand_ins_stand_in_id'), ['stand_in_id'], unique=False)

    op.create_table('windows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', TEXT, nullable=False),
    sa.Column('name', TEXT, nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('phone', TEXT, nullable=False),
    sa.Column('hours_kind', sa.Enum('office', 'round_the_clock', name='hourskind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('hours', TEXT, nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['sites.id'], name=op.f('fk_windows_site_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_windows_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_windows')),
    sa.UniqueConstraint('code', name=op.f('uq_windows_code'))
    )
    with op.batch_alter_table('windows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_windows_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_windows_unit_id'), ['unit_id'], unique=False)

    op.create_table('notice_corrections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=True),
    sa.Column('corrects_id', sa.Integer(), nullable=False),
    sa.Column('wrong', TEXT, nullable=False),
    sa.Column('right', TEXT, nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['people.id'], name=op.f('fk_notice_corrections_added_by_id')),
    sa.ForeignKeyConstraint(['corrects_id'], ['notices.id'], name=op.f('fk_notice_corrections_corrects_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_corrections_notice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_corrections'))
    )
    with op.batch_alter_table('notice_corrections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_corrections_notice_id'), ['notice_id'], unique=False)

    op.create_table('notice_documents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('word', 'excel', name='documentkind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('file_name', TEXT, nullable=False),
    sa.Column('storage_key', TEXT, nullable=False),
    sa.Column('sha256', TEXT, nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_documents_notice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_documents')),
    sa.UniqueConstraint('notice_id', 'kind', name=op.f('uq_notice_documents_notice_id_kind'))
    )
    op.create_table('visits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', TEXT, nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('checklist_version_id', sa.Integer(), nullable=False),
    sa.Column('mode', sa.Enum('open', 'covert', 'accompany', name='visitmode', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('method', sa.Enum('on_site', 'experience', 'online', 'data', 'cross', 'phone', name='visitmethod', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('author_role', sa.Enum('inspector', 'observer', 'shopper', 'chief', 'office_clerk', 'office_director', 'dept_liaison', 'dept_head', 'verifier', 'leader', 'admin', 'security_admin', 'auditor', name='role', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_seal', sa.LargeBinary(), nullable=True),
    sa.Column('author_tag', TEXT, nullable=True),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('slot', sa.Enum('morning', 'afternoon', 'any', name='dayslot', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('status', sa.Enum('planned', 'draft', 'received', 'returned', 'accepted', name='visitstatus', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('receipt', TEXT, nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('companions', TEXT, nullable=False),
    sa.Column('note', TEXT, nullable=False),
    sa.Column('self_check', sa.Boolean(), nullable=False),
    sa.Column('score', sa.JSON(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(mode = 'covert' AND author_id IS NULL AND author_seal IS NOT NULL AND author_tag IS NOT NULL) OR (mode <> 'covert' AND author_id IS NOT NULL AND author_seal IS NULL AND author_tag IS NULL)", name=op.f('ck_visits_covert_is_sealed')),
    sa.CheckConstraint('(submitted_at IS NULL) = (receipt IS NULL)', name=op.f('ck_visits_receipt_when_submitted')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_visits_author_id')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_visits_campaign_id')),
    sa.ForeignKeyConstraint(['checklist_version_id'], ['checklist_versions.id'], name=op.f('fk_visits_checklist_version_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_visits_entered_by_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['people.id'], name=op.f('fk_visits_reviewed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    sa.UniqueConstraint('public_id', name=op.f('uq_visits_public_id')),
    sa.UniqueConstraint('receipt', name=op.f('uq_visits_receipt'))
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visits_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visits_author_tag'), ['author_tag'], unique=False)
        batch_op.create_index(batch_op.f('ix_visits_campaign_id'), ['campaign_id'], unique=False)
        batch_op.create_index('ix_visits_status', ['status', 'submitted_at'], unique=False)

    op.create_table('window_items',
    sa.Column('window_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['service_items.id'], name=op.f('fk_window_items_item_id')),
    sa.ForeignKeyConstraint(['window_id'], ['windows.id'], name=op.f('fk_window_items_window_id')),
    sa.PrimaryKeyConstraint('window_id', 'item_id', name=op.f('pk_window_items'))
    )
    with op.batch_alter_table('window_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_window_items_item_id'), ['item_id'], unique=False)

    op.create_table('answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('item_key', TEXT, nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('note', TEXT, nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_answers_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answers')),
    sa.UniqueConstraint('visit_id', 'item_key', name=op.f('uq_answers_visit_id_item_key'))
    )
    op.create_table('interviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('sort_no', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('citizen', 'firm', 'staff', 'auxiliary', name='intervieweekind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('alias', TEXT, nullable=False),
    sa.Column('trips', sa.Integer(), nullable=True),
    sa.Column('papers_complete', sa.Boolean(), nullable=True),
    sa.Column('satisfaction', sa.Integer(), nullable=True),
    sa.Column('words', TEXT, nullable=False),
    sa.CheckConstraint('satisfaction IS NULL OR satisfaction BETWEEN 1 AND 5', name=op.f('ck_interviews_satisfaction_1_to_5')),
    sa.CheckConstraint('trips IS NULL OR trips >= 0', name=op.f('ck_interviews_trips_not_negative')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_interviews_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interviews'))
    )
    with op.batch_alter_table('interviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interviews_visit_id'), ['visit_id'], unique=False)

    op.create_table('trials',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('sort_no', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('window_id', sa.Integer(), nullable=True),
    sa.Column('persona', TEXT, nullable=False),
    sa.Column('papers_complete', sa.Boolean(), nullable=True),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('papers', sa.JSON(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('trips', sa.Integer(), nullable=True),
    sa.Column('waited_minutes', sa.Integer(), nullable=True),
    sa.Column('handled_minutes', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.Enum('done', 'abandoned', 'refused', 'closed', 'not_yet', name='trialoutcome', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('note', TEXT, nullable=False),
    sa.CheckConstraint('handled_minutes IS NULL OR handled_minutes >= 0', name=op.f('ck_trials_handling_not_negative')),
    sa.CheckConstraint('trips IS NULL OR trips >= 0', name=op.f('ck_trials_trips_not_negative')),
    sa.CheckConstraint('waited_minutes IS NULL OR waited_minutes >= 0', name=op.f('ck_trials_wait_not_negative')),
    sa.ForeignKeyConstraint(['item_id'], ['service_items.id'], name=op.f('fk_trials_item_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_trials_visit_id')),
    sa.ForeignKeyConstraint(['window_id'], ['windows.id'], name=op.f('fk_trials_window_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trials'))
    )
    with op.batch_alter_table('trials', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trials_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_trials_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('item_key', TEXT, nullable=True),
    sa.ForeignKeyConstraint(['file_id'], ['files.id'], name=op.f('fk_visit_files_file_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_files_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_files')),
    sa.UniqueConstraint('file_id', name=op.f('uq_visit_files_file_id'))
    )
    with op.batch_alter_table('visit_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_files_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_remarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('item_key', TEXT, nullable=True),
    sa.Column('text', TEXT, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_remarks_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_remarks'))
    )
    with op.batch_alter_table('visit_remarks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_remarks_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_windows',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('window_id', sa.Integer(), nullable=False),
    sa.Column('sort_no', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_windows_visit_id')),
    sa.ForeignKeyConstraint(['window_id'], ['windows.id'], name=op.f('fk_visit_windows_window_id')),
    sa.PrimaryKeyConstraint('visit_id', 'window_id', name=op.f('pk_visit_windows'))
    )
    with op.batch_alter_table('visit_windows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_windows_window_id'), ['window_id'], unique=False)

    op.create_table('findings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', TEXT, nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('prefix', TEXT, nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('answer_id', sa.Integer(), nullable=True),
    sa.Column('trial_id', sa.Integer(), nullable=True),
    sa.Column('interview_id', sa.Integer(), nullable=True),
    sa.Column('source_kind', sa.Enum('answer', 'trial', 'interview', 'phone_test', 'office', name='sourcekind', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('source_ref', TEXT, nullable=False),
    sa.Column('method', sa.Enum('on_site', 'experience', 'online', 'data', 'cross', 'phone', name='visitmethod', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('is_covert', sa.Boolean(), nullable=False),
    sa.Column('self_found', sa.Boolean(), nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.Column('pain_type', sa.Enum('pain', 'blockage', 'difficulty', name='paintype', native_enum=False, length=40, create_constraint=True), nullable=True),
    sa.Column('category', sa.Enum('attitude', 'telling', 'guide', 'papers', 'process', 'time_limit', 'phone', 'system', 'facility', 'promise', 'other', name='category', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('grade', sa.Enum('suggestion', 'fix_now', 'ordinary', 'major', name='grade', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('lead_unit_id', sa.Integer(), nullable=True),
    sa.Column('window_id', sa.Integer(), nullable=True),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('clause', TEXT, nullable=False),
    sa.Column('title', TEXT, nullable=False),
    sa.Column('fact', TEXT, nullable=False),
    sa.Column('suggestion', TEXT, nullable=False),
    sa.Column('demand', TEXT, nullable=False),
    sa.Column('trips_found', sa.Integer(), nullable=True),
    sa.Column('status', sa.Enum('draft', 'submitted', 'dismissed', 'dispatched', 'return_requested', 'accepted', 'plan_submitted', 'rectifying', 'pending_verification', 'deferred', 'closed', 'terminated', name='findingstatus', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('pending_step', sa.Enum('submit', 'send_back', 'dismiss', 'queue', 'dispatch', 'accept', 'auto_accept', 'request_return', 'reassign', 'refuse_return', 'submit_plan', 'fix_now', 'return_plan', 'approve_plan', 'report_progress', 'request_closure', 'fail_verification', 'pass_verification', 'close', name='step', native_enum=False, length=40, create_constraint=True), nullable=True),
    sa.Column('needs_plan', sa.Boolean(), nullable=False),
    sa.Column('original_due', sa.Date(), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('due_provisional', sa.Boolean(), nullable=False),
    sa.Column('judged_due', sa.Date(), nullable=True),
    sa.Column('rework_due', sa.Date(), nullable=True),
    sa.Column('stage_due', sa.Date(), nullable=True),
    sa.Column('lamp_due', sa.Date(), nullable=True),
    sa.Column('held_since', sa.Date(), nullable=True),
    sa.Column('release_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dispatched_by_id', sa.Integer(), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('auto_accepted', sa.Boolean(), nullable=False),
    sa.Column('feedback_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_feedback_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_days', sa.Integer(), nullable=False),
    sa.Column('on_time', sa.Boolean(), nullable=True),
    sa.Column('on_time_original', sa.Boolean(), nullable=True),
    sa.Column('rework_count', sa.Integer(), nullable=False),
    sa.Column('return_count', sa.Integer(), nullable=False),
    sa.Column('plan_return_count', sa.Integer(), nullable=False),
    sa.Column('extension_count', sa.Integer(), nullable=False),
    sa.Column('return_ruled', sa.Boolean(), nullable=False),
    sa.Column('plan_approver_id', sa.Integer(), nullable=True),
    sa.Column('round_passed', sa.Boolean(), nullable=False),
    sa.Column('no_evidence_reason', TEXT, nullable=False),
    sa.Column('lasting_rule', TEXT, nullable=False),
    sa.Column('recurrence_of_id', sa.Integer(), nullable=True),
    sa.Column('duplicate_of_id', sa.Integer(), nullable=True),
    sa.Column('public_alias', TEXT, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_findings_closed_has_time')),
    sa.CheckConstraint("status IN ('draft', 'submitted', 'dismissed') OR number IS NOT NULL", name=op.f('ck_findings_open_has_number')),
    sa.CheckConstraint('(number IS NULL) = (delivered_at IS NULL)', name=op.f('ck_findings_number_at_delivery')),
    sa.CheckConstraint('(number IS NULL) = (sequence IS NULL)', name=op.f('ck_findings_number_has_sequence')),
    sa.ForeignKeyConstraint(['answer_id'], ['answers.id'], name=op.f('fk_findings_answer_id')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_findings_campaign_id')),
    sa.ForeignKeyConstraint(['dispatched_by_id'], ['people.id'], name=op.f('fk_findings_dispatched_by_id')),
    sa.ForeignKeyConstraint(['duplicate_of_id'], ['findings.id'], name=op.f('fk_findings_duplicate_of_id')),
    sa.ForeignKeyConstraint(['interview_id'], ['interviews.id'], name=op.f('fk_findings_interview_id')),
    sa.ForeignKeyConstraint(['item_id'], ['service_items.id'], name=op.f('fk_findings_item_id')),
    sa.ForeignKeyConstraint(['lead_unit_id'], ['units.id'], name=op.f('fk_findings_lead_unit_id')),
    sa.ForeignKeyConstraint(['plan_approver_id'], ['people.id'], name=op.f('fk_findings_plan_approver_id')),
    sa.ForeignKeyConstraint(['recurrence_of_id'], ['findings.id'], name=op.f('fk_findings_recurrence_of_id')),
    sa.ForeignKeyConstraint(['trial_id'], ['trials.id'], name=op.f('fk_findings_trial_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_findings_visit_id')),
    sa.ForeignKeyConstraint(['window_id'], ['windows.id'], name=op.f('fk_findings_window_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_findings')),
    sa.UniqueConstraint('number', name=op.f('uq_findings_number')),
    sa.UniqueConstraint('year', 'prefix', 'sequence', name=op.f('uq_findings_year_prefix_sequence'))
    )
    with op.batch_alter_table('findings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_findings_campaign_id'), ['campaign_id'], unique=False)
        batch_op.create_index('ix_findings_due', ['lamp_due', 'delivered_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_findings_item_id'), ['item_id'], unique=False)
        batch_op.create_index('ix_findings_ledger', ['delivered_at', 'id'], unique=False)
        batch_op.create_index('ix_findings_status', ['status', 'delivered_at', 'id'], unique=False)
        batch_op.create_index('ix_findings_unit', ['lead_unit_id', 'delivered_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_findings_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_findings_window_id'), ['window_id'], unique=False)

    op.create_table('feedbacks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('work_done', TEXT, nullable=False),
    sa.Column('lasting_rule', TEXT, nullable=False),
    sa.Column('proof_link', TEXT, nullable=False),
    sa.Column('proof_document', TEXT, nullable=False),
    sa.Column('same_elsewhere', TEXT, nullable=False),
    sa.Column('replied_to_source', sa.Boolean(), nullable=True),
    sa.Column('state', sa.Enum('pending_signature', 'submitted', 'accepted', 'refused', 'withdrawn', name='feedbackstate', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_feedbacks_finding_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['people.id'], name=op.f('fk_feedbacks_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedbacks')),
    sa.UniqueConstraint('finding_id', 'round', 'attempt', name=op.f('uq_feedbacks_finding_id_round_attempt'))
    )
    op.create_table('finding_assists',
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_finding_assists_finding_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_finding_assists_unit_id')),
    sa.PrimaryKeyConstraint('finding_id', 'unit_id', name=op.f('pk_finding_assists'))
    )
    with op.batch_alter_table('finding_assists', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_assists_unit_id'), ['unit_id'], unique=False)

    op.create_table('finding_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('step', sa.Enum('submit', 'send_back', 'dismiss', 'queue', 'dispatch', 'accept', 'auto_accept', 'request_return', 'reassign', 'refuse_return', 'submit_plan', 'fix_now', 'return_plan', 'approve_plan', 'report_progress', 'request_closure', 'fail_verification', 'pass_verification', 'close', name='step', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('from_status', sa.Enum('draft', 'submitted', 'dismissed', 'dispatched', 'return_requested', 'accepted', 'plan_submitted', 'rectifying', 'pending_verification', 'deferred', 'closed', 'terminated', name='from_status', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('to_status', sa.Enum('draft', 'submitted', 'dismissed', 'dispatched', 'return_requested', 'accepted', 'plan_submitted', 'rectifying', 'pending_verification', 'deferred', 'closed', 'terminated', name='to_status', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_seal', sa.LargeBinary(), nullable=True),
    sa.Column('actor_tag', TEXT, nullable=True),
    sa.Column('actor_name', TEXT, nullable=False),
    sa.Column('actor_role', sa.Enum('inspector', 'observer', 'shopper', 'chief', 'office_clerk', 'office_director', 'dept_liaison', 'dept_head', 'verifier', 'leader', 'admin', 'security_admin', 'auditor', name='role', native_enum=False, length=40, create_constraint=True), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('for_office', sa.Boolean(), nullable=False),
    sa.Column('text', TEXT, nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.CheckConstraint('actor_id IS NULL OR actor_seal IS NULL', name=op.f('ck_finding_events_clear_or_sealed')),
    sa.ForeignKeyConstraint(['actor_id'], ['people.id'], name=op.f('fk_finding_events_actor_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_finding_events_finding_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_finding_events_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding_events'))
    )
    with op.batch_alter_table('finding_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_events_finding_id'), ['finding_id'], unique=False)

    op.create_table('finding_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('found', 'plan', 'feedback', 'verification', 'signature', name='filestage', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['files.id'], name=op.f('fk_finding_files_file_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_finding_files_finding_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding_files')),
    sa.UniqueConstraint('finding_id', 'file_id', name=op.f('uq_finding_files_finding_id_file_id'))
    )
    with op.batch_alter_table('finding_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_files_file_id'), ['file_id'], unique=False)

    op.create_table('plans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('stance', sa.Enum('accept', 'partly', 'not', name='stance', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('explanation', TEXT, nullable=False),
    sa.Column('root_cause', sa.Enum('rule', 'process', 'system', 'training', 'staffing', 'conduct', 'facility', 'other', name='rootcause', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('root_cause_text', TEXT, nullable=False),
    sa.Column('measures', TEXT, nullable=False),
    sa.Column('owner', TEXT, nullable=False),
    sa.Column('same_elsewhere', TEXT, nullable=False),
    sa.Column('state', sa.Enum('submitted', 'returned', 'approved', name='planstate', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_by_id', sa.Integer(), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('remark', TEXT, nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_plans_finding_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['people.id'], name=op.f('fk_plans_reviewed_by_id')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['people.id'], name=op.f('fk_plans_submitted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plans')),
    sa.UniqueConstraint('finding_id', 'round', name=op.f('uq_plans_finding_id_round'))
    )
    op.create_table('verifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('method', sa.Enum('revisit', 'covert', 'call', 'online', 'papers', name='verificationmethod', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('result', sa.Enum('passed', 'failed', name='verificationresult', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('remark', TEXT, nullable=False),
    sa.Column('satisfaction', sa.Integer(), nullable=True),
    sa.Column('verifier_id', sa.Integer(), nullable=True),
    sa.Column('verifier_seal', sa.LargeBinary(), nullable=True),
    sa.Column('verifier_tag', TEXT, nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_verifications_finding_id')),
    sa.ForeignKeyConstraint(['verifier_id'], ['people.id'], name=op.f('fk_verifications_verifier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verifications')),
    sa.UniqueConstraint('finding_id', 'round', name=op.f('uq_verifications_finding_id_round'))
    )
    op.create_table('milestones',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('text', TEXT, nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('note', TEXT, nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_milestones_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestones'))
    )
    with op.batch_alter_table('milestones', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_milestones_plan_id'), ['plan_id'], unique=False)

    op.create_table('signatures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('submit', 'send_back', 'dismiss', 'queue', 'dispatch', 'accept', 'auto_accept', 'request_return', 'reassign', 'refuse_return', 'submit_plan', 'fix_now', 'return_plan', 'approve_plan', 'report_progress', 'request_closure', 'fail_verification', 'pass_verification', 'close', name='step', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'signed', 'declined', name='signaturestate', native_enum=False, length=40, create_constraint=True), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('feedback_id', sa.Integer(), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_scan', sa.Boolean(), nullable=False),
    sa.Column('scan_file_id', sa.Integer(), nullable=True),
    sa.Column('remark', TEXT, nullable=False),
    sa.CheckConstraint('decided_by_id IS NULL OR decided_by_id <> asked_by_id OR by_scan', name=op.f('ck_signatures_two_people')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['people.id'], name=op.f('fk_signatures_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_signatures_decided_by_id')),
    sa.ForeignKeyConstraint(['feedback_id'], ['feedbacks.id'], name=op.f('fk_signatures_feedback_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['findings.id'], name=op.f('fk_signatures_finding_id')),
    sa.ForeignKeyConstraint(['scan_file_id'], ['files.id'], name=op.f('fk_signatures_scan_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signatures'))
    )
    with op.batch_alter_table('signatures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signatures_finding_id'), ['finding_id'], unique=False)
        batch_op.create_index('uq_signatures_one_waiting', ['finding_id'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))



def downgrade() -> None:
    with op.batch_alter_table('signatures', schema=None) as batch_op:
        batch_op.drop_index('uq_signatures_one_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index(batch_op.f('ix_signatures_finding_id'))

    op.drop_table('signatures')
    with op.batch_alter_table('milestones', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_milestones_plan_id'))

    op.drop_table('milestones')
    op.drop_table('verifications')
    op.drop_table('plans')
    with op.batch_alter_table('finding_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_files_file_id'))

    op.drop_table('finding_files')
    with op.batch_alter_table('finding_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_events_finding_id'))

    op.drop_table('finding_events')
    with op.batch_alter_table('finding_assists', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_assists_unit_id'))

    op.drop_table('finding_assists')
    op.drop_table('feedbacks')
    with op.batch_alter_table('findings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_findings_window_id'))
        batch_op.drop_index(batch_op.f('ix_findings_visit_id'))
        batch_op.drop_index('ix_findings_unit')
        batch_op.drop_index('ix_findings_status')
        batch_op.drop_index('ix_findings_ledger')
        batch_op.drop_index(batch_op.f('ix_findings_item_id'))
        batch_op.drop_index('ix_findings_due')
        batch_op.drop_index(batch_op.f('ix_findings_campaign_id'))

    op.drop_table('findings')
    with op.batch_alter_table('visit_windows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_windows_window_id'))

    op.drop_table('visit_windows')
    with op.batch_alter_table('visit_remarks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_remarks_visit_id'))

    op.drop_table('visit_remarks')
    with op.batch_alter_table('visit_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_files_visit_id'))

    op.drop_table('visit_files')
    with op.batch_alter_table('trials', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trials_visit_id'))
        batch_op.drop_index(batch_op.f('ix_trials_item_id'))

    op.drop_table('trials')
    with op.batch_alter_table('interviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interviews_visit_id'))

    op.drop_table('interviews')
    op.drop_table('answers')
    with op.batch_alter_table('window_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_window_items_item_id'))

    op.drop_table('window_items')
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index('ix_visits_status')
        batch_op.drop_index(batch_op.f('ix_visits_campaign_id'))
        batch_op.drop_index(batch_op.f('ix_visits_author_tag'))
        batch_op.drop_index(batch_op.f('ix_visits_author_id'))

    op.drop_table('visits')
    op.drop_table('notice_documents')
    with op.batch_alter_table('notice_corrections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_corrections_notice_id'))

    op.drop_table('notice_corrections')
    with op.batch_alter_table('windows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_windows_unit_id'))
        batch_op.drop_index(batch_op.f('ix_windows_site_id'))

    op.drop_table('windows')
    with op.batch_alter_table('stand_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stand_ins_stand_in_id'))
        batch_op.drop_index(batch_op.f('ix_stand_ins_person_id'))

    op.drop_table('stand_ins')
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_index('ix_sessions_person_open')

    op.drop_table('sessions')
    with op.batch_alter_table('role_grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_grants_unit_id'))

    op.drop_table('role_grants')
    op.drop_table('required_papers')
    with op.batch_alter_table('one_time_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_one_time_codes_person_id'))

    op.drop_table('one_time_codes')
    op.drop_table('notices')
    op.drop_table('checklist_versions')
    op.drop_table('campaign_targets')
    op.drop_table('campaign_recipients')
    with op.batch_alter_table('sites', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sites_unit_id'))

    op.drop_table('sites')
    with op.batch_alter_table('service_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_items_unit_id'))

    op.drop_table('service_items')
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_people_unit_id'))

    op.drop_table('people')
    op.drop_table('checklist_item_keys')
    op.drop_table('cancelled_proofs')
    op.drop_table('campaigns')
    op.drop_table('audit_details')
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_units_parent_id'))

    op.drop_table('units')
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_index('ix_tasks_open')

    op.drop_table('tasks')
    op.drop_table('notice_series')
    op.drop_table('finding_tally')
    op.drop_table('finding_counters')
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_files_sha256'))

    op.drop_table('files')
    op.drop_table('checklists')
    op.drop_table('calendar_years')
    op.drop_table('calendar_days')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entries_object')
        batch_op.drop_index(batch_op.f('ix_audit_entries_at'))
        batch_op.drop_index(batch_op.f('ix_audit_entries_actor_id'))

    op.drop_table('audit_entries')
