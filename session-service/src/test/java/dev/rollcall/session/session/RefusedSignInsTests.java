package dev.rollcall.session.session;

import java.util.concurrent.CountDownLatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

class RefusedSignInsTests {

	private final SessionCommands commands = mock(SessionCommands.class);

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final RefusedSignIns refusals = new RefusedSignIns(this.commands, this.meters);

	@Test
	void queuedEventsArePublishedBeforeTheEnd() throws InterruptedException {
		given(this.commands.run(any(), any(), any())).willReturn(Mono.just(true));

		publish(3);
		this.refusals.destroy();

		then(this.commands).should(times(3)).run(any(), any(), any());
		assertThat(unpublished()).isZero();
	}

	@Test
	void failedEventIsCounted() throws InterruptedException {
		given(this.commands.run(any(), any(), any())).willReturn(Mono.error(new IllegalStateException("full")));

		publish(1);
		this.refusals.destroy();

		assertThat(unpublished()).isOne();
	}

	@Test
	void eventsBeyondTheQueueAreCounted() throws InterruptedException {
		CountDownLatch blocked = new CountDownLatch(1);
		given(this.commands.run(any(), any(), any())).will((call) -> {
			blocked.await();
			return Mono.just(true);
		});

		publish(1002);
		double rejected = unpublished();
		blocked.countDown();
		this.refusals.destroy();

		assertThat(rejected).isOne();
	}

	private void publish(int count) {
		for (int i = 0; i < count; i++) {
			this.refusals.publish(SessionFixture.ADA, SessionEvent.Refusal.WRONG_PASSWORD, "test");
		}
	}

	private double unpublished() {
		return this.meters.get("rollcall.signin.refusals.untold").counter().count();
	}

}
