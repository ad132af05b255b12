package dev.rollcall.projection;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Lets another instance write between the read and the write of the first fold.
 */
final class OvertakenPart implements ProjectionPart {

	private final ProjectionPart part;

	private final AtomicReference<@Nullable Runnable> other = new AtomicReference<>();

	private volatile Runnable each = () -> {
	};

	OvertakenPart(ProjectionPart part) {
		this.part = part;
	}

	void overtakeBy(Runnable write) {
		this.other.set(write);
	}

	/** Sets an action to run before each fold. */
	void beforeEach(Runnable step) {
		this.each = step;
	}

	@Override
	public String topic() {
		return this.part.topic();
	}

	@Override
	public String name() {
		return this.part.name();
	}

	@Override
	public long version(EventRecord record) {
		return this.part.version(record);
	}

	@Override
	public Fold fold(@Nullable Document state, EventRecord record) {
		Runnable write = this.other.getAndSet(null);
		if (write != null) {
			write.run();
		}
		this.each.run();
		return this.part.fold(state, record);
	}

	@Override
	public List<SideWrite> sideWrites(String key, @Nullable Document before, @Nullable Document after) {
		return this.part.sideWrites(key, before, after);
	}

}
