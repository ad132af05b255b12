package dev.rollcall.session.account;

import java.util.Map;

import dev.rollcall.benchmark.micro.ExampleEvent;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.ProjectionPart.Fold;
import dev.rollcall.schemas.Topic;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A user event folded into session-service's account. In the package of what it measures,
 * which is not public.
 */
@State(Scope.Benchmark)
public class FoldBenchmark {

	private final ProfilePart profile = new ProfilePart();

	private final EventRecord record = record();

	@Benchmark
	public Fold fold() {
		return this.profile.fold(null, this.record);
	}

	private static EventRecord record() {
		UserRegistered event = ExampleEvent.registered();
		return new EventRecord(Topic.USER_EVENTS.name(), 0, 0, event.getUserId().toString(), event, Map.of());
	}

}
