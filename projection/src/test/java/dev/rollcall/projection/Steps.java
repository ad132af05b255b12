package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.rollcall.event.UserRegistered;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A projection that is made of every single step: all versions that it saw, in order.
 */
record Steps(List<ProjectionPart> parts) implements Projection {

	static final String NAME = "steps";

	static Steps of(String topic) {
		return new Steps(List.of(new History(topic)));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public int version() {
		return 1;
	}

	private record History(String topic) implements ProjectionPart {

		@Override
		public String name() {
			return "history";
		}

		@Override
		public boolean needsEachStep() {
			return true;
		}

		@Override
		public long version(EventRecord record) {
			return ((UserRegistered) Objects.requireNonNull(record.value())).getUserVersion();
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			List<Long> steps = (part != null) ? new ArrayList<>(part.getList("steps", Long.class)) : new ArrayList<>();
			steps.add(version(record));
			return new Fold.Changed(new Document("steps", steps));
		}

	}

}
