package dev.rollcall.session.account;

import java.util.Map;

import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.ProjectionPart.Fold;
import dev.rollcall.schemas.Topic;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProfilePartTests {

	private final ProfilePart part = new ProfilePart();

	@Test
	void userDeletedDeletesTheAccount() {
		assertThat(this.part.fold(null, record("UserDeleted"))).isInstanceOf(Fold.Deleted.class);
	}

	@Test
	void otherEventWithoutStateDeletesNothing() {
		assertThatThrownBy(() -> this.part.fold(null, record("UserLocked"))).isInstanceOf(InvalidEventException.class);
	}

	private static EventRecord record(String type) {
		return new EventRecord(Topic.USER_EVENTS.name(), 0, 0, "0193a1b2-0000-7000-8000-000000000001",
				new WithoutState(type), Map.of());
	}

	/** A user event whose state is null. */
	private static final class WithoutState extends SpecificRecordBase {

		private final transient Schema schema;

		WithoutState(String type) {
			this.schema = SchemaBuilder.record(type)
				.namespace("dev.rollcall.event")
				.fields()
				.requiredLong("userVersion")
				.optionalString("state")
				.endRecord();
		}

		@Override
		public Schema getSchema() {
			return this.schema;
		}

		@Override
		public Object get(int field) {
			return (field == 0) ? 2L : null;
		}

		@Override
		public void put(int field, Object value) {
			throw new UnsupportedOperationException();
		}

	}

}
