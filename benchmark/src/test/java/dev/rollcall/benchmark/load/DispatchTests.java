package dev.rollcall.benchmark.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * In simulated time: each request takes a millisecond, except while the server stalls.
 */
class DispatchTests {

	private static final long MILLI = 1_000_000;

	private static final int CONNECTIONS = 4;

	private final Measured measured = new Measured();

	private final TreeMap<Long, Deque<Integer>> responses = new TreeMap<>();

	private long now;

	private long stallFrom = Long.MAX_VALUE;

	private long stallUntil = Long.MIN_VALUE;

	@Test
	void latencyOfServerThatKeepsUpIsItsResponseTime() {
		Window window = run(new ConstantRate(100, 0), 10);
		assertThat(window.operations()).isEqualTo(1000);
		assertThat(window.millis(100)).isEqualTo(1.0, within(0.01));
	}

	@Test
	void stallShowsInTheLatencyOfAllRequestsThatItDelays() {
		stall(4000, 5000);
		Window window = run(new ConstantRate(100, 0), 10);
		// A tenth of the requests were due during the stall and waited half a second on
		// average.
		assertThat(window.operations()).isEqualTo(1000);
		assertThat(window.millis(100)).isEqualTo(1001, within(2.0));
		assertThat(window.millis(95)).isEqualTo(500, within(15.0));
		assertThat(window.millis(89)).isEqualTo(1.0, within(0.01));
	}

	@Test
	void closedLoopSendsNothingWhileTheServerStalls() {
		stall(4000, 5000);
		Window window = run(Arrivals.saturating(), 10);
		assertThat(window.perSecond()).isEqualTo(CONNECTIONS * 1000 * 0.9, within(10.0));
		// Only the pending requests see the stall: a closed loop shows no latencies.
		assertThat(window.millis(99.9)).isEqualTo(1.0, within(0.01));
	}

	@Test
	void requestsWithoutResponseCountWithTheTimeTheyHaveWaited() {
		stall(9000, 3_600_000);
		Window window = run(new ConstantRate(100, 0), 10);
		assertThat(window.operations()).isEqualTo(900);
		assertThat(window.unfinished()).isEqualTo(100);
		assertThat(window.millis(100)).isEqualTo(1000, within(2.0));
	}

	@Test
	void failedRequestsAreErrorsAndHaveNoLatency() {
		Dispatch dispatch = new Dispatch(new Repeated(Operation.of(() -> Request.get("/", null), 200), 1), 1,
				(connection) -> {
				}, this.measured);
		dispatch.advance(0);
		dispatch.completed(0, MILLI, false);
		Window window = this.measured.window(Duration.ofSeconds(1));
		assertThat(window.errors()).isOne();
		assertThat(window.operations()).isZero();
	}

	@Test
	void responseAfterTheEndIsIgnored() {
		Dispatch dispatch = new Dispatch(new Repeated(Operation.of(() -> Request.get("/", null), 200), 1), 1,
				(connection) -> {
				}, this.measured);
		dispatch.advance(0);
		dispatch.abandon(MILLI, MILLI);
		dispatch.completed(0, 2 * MILLI, true);
		Window window = this.measured.window(Duration.ofSeconds(1));
		assertThat(window.unfinished()).isOne();
		assertThat(window.operations()).isZero();
	}

	private void stall(long fromMillis, long untilMillis) {
		this.stallFrom = fromMillis * MILLI;
		this.stallUntil = untilMillis * MILLI;
	}

	private Window run(Arrivals arrivals, int seconds) {
		long end = seconds * 1000 * MILLI;
		Dispatch dispatch = new Dispatch(arrivals, CONNECTIONS, this::respond, this.measured);
		dispatch.advance(0);
		while (this.now < end) {
			long next = dispatch.next().orElse(Long.MAX_VALUE);
			long response = this.responses.isEmpty() ? Long.MAX_VALUE : this.responses.firstKey();
			this.now = Math.min(end, Math.min(next, response));
			if (this.now == end) {
				break;
			}
			if (response == this.now) {
				this.responses.pollFirstEntry().getValue().forEach((one) -> dispatch.completed(one, this.now, true));
			}
			dispatch.advance(this.now);
		}
		dispatch.stop();
		dispatch.abandon(end, end);
		return this.measured.window(Duration.ofSeconds(seconds));
	}

	private void respond(int connection) {
		long start = (this.now >= this.stallFrom && this.now < this.stallUntil) ? this.stallUntil : this.now;
		this.responses.computeIfAbsent(start + MILLI, (time) -> new ArrayDeque<>()).add(connection);
	}

}
