package dev.rollcall.session.session;

import java.util.List;

import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.Projection;
import dev.rollcall.projection.ProjectionPart;
import dev.rollcall.schemas.Topic;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The number of each user's session events in the log: {@code { sessions: { version } }}.
 * Not a bean, because it serves the comparison only.
 */
final class SessionsInLog implements Projection, ProjectionPart {

	static final String PART = "sessions";

	@Override
	public String name() {
		return PART;
	}

	@Override
	public int version() {
		return 1;
	}

	@Override
	public List<ProjectionPart> parts() {
		return List.of(this);
	}

	@Override
	public String topic() {
		return Topic.SESSION_EVENTS.name();
	}

	@Override
	public long version(EventRecord record) {
		SpecificRecord value = record.value();
		Schema.Field field = (value != null) ? value.getSchema().getField("sessionSequence") : null;
		if (value != null && field != null && value.get(field.pos()) instanceof Long sequence) {
			return sequence;
		}
		throw new InvalidEventException("The session event has no sessionSequence");
	}

	@Override
	public Fold fold(@Nullable Document part, EventRecord record) {
		return new Fold.Changed(new Document());
	}

	static long sequence(@Nullable Document logged) {
		Document part = (logged != null) ? logged.get(PART, Document.class) : null;
		return (part != null) ? version(part) : 0;
	}

	static long version(Document part) {
		return (part.get("version") instanceof Number version) ? version.longValue() : 0;
	}

}
