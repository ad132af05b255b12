package dev.rollcall.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HashingCapacityTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int MIB = 1024;

	private final CountDownLatch hold = new CountDownLatch(1);

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger seconds = new AtomicInteger();

	private final HashingCapacity capacity = new HashingCapacity(new HashingLimits(4, 4, DataSize.ofMegabytes(64), 15));

	@AfterEach
	void end() {
		this.hold.countDown();
		this.capacity.close();
	}

	@Test
	void memoryBoundsTheHashesAtATime() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		this.capacity.bindTo(meters);
		List<Mono<Integer>> hashes = IntStream.range(0, 4).mapToObj((n) -> held(32 * MIB, 1)).toList();
		hashes.forEach(Mono::subscribe);
		await().until(() -> meters.get("executor.active").tag("name", "password").gauge().value() == 4);
		await().during(Duration.ofMillis(100)).until(() -> this.running.get() == 2);
		this.hold.countDown();
		await().until(() -> this.running.get() == 4);
	}

	@Test
	void usualHashDoesNotWaitForCostlyOnes() {
		IntStream.range(0, 3).forEach((n) -> held(MIB, 16).subscribe());
		IntStream.range(0, 2).forEach((n) -> held(128 * MIB, 1).subscribe());
		await().until(() -> this.running.get() == 1);
		StepVerifier.create(this.capacity.compute(64 * MIB, 15, new StartGate(), () -> "done"))
			.expectNext("done")
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.running).hasValue(1);
	}

	@Test
	void moreThanTheQueueHoldsIsRefusedAndNeverBegins() {
		IntStream.range(0, 8).forEach((n) -> held(MIB, 1).subscribe());
		StartGate gate = new StartGate();
		StepVerifier.create(this.capacity.compute(MIB, 1, gate, () -> "done"))
			.expectError(RejectedExecutionException.class)
			.verify(TIMEOUT);
		assertThat(gate.close()).isTrue();
	}

	@Test
	void hashThatHasWaitedTooLongIsRefusedAndNeverBegins() {
		StartGate gate = new StartGate();
		assertThat(outcome((lane) -> lane.compute(MIB, 1, gate, () -> 1), 9)).isEqualTo("refused");
		assertThat(gate.close()).isTrue();
		assertThat(outcome((lane) -> lane.compute(MIB, 1, new StartGate(), () -> 1), 7)).isEqualTo("1");
	}

	@Test
	void otherWorkWaitsAndIsRefusedLikeHashes() {
		assertThat(outcome((lane) -> lane.run(() -> 1), 9)).isEqualTo("refused");
		assertThat(outcome((lane) -> lane.run(() -> 1), 7)).isEqualTo("1");
	}

	/** The outcome of work that waits for some seconds; the patience is 8 s. */
	private String outcome(Function<HashingCapacity, Mono<Integer>> use, int seconds) {
		CountDownLatch busy = new CountDownLatch(1);
		try (HashingCapacity impatient = impatient()) {
			impatient.run(() -> busy.await(1, TimeUnit.MINUTES)).subscribe();
			Mono<String> outcome = outcome(use.apply(impatient));
			outcome.subscribe();
			this.seconds.addAndGet(seconds);
			busy.countDown();
			return String.valueOf(outcome.block(TIMEOUT));
		}
	}

	/** Begins at the first subscription. */
	private static Mono<String> outcome(Mono<Integer> work) {
		return work.map(String::valueOf).onErrorReturn(RejectedExecutionException.class, "refused").cache();
	}

	@Test
	void queueThatIsNeverEmptyIsAnOverloadInWhichNothingWaitsLong() {
		CountDownLatch busy = new CountDownLatch(1);
		try (HashingCapacity impatient = impatient()) {
			impatient.run(() -> busy.await(1, TimeUnit.MINUTES)).subscribe();
			List<Mono<String>> waiting = new ArrayList<>();
			for (int at : new int[] { 0, 6, 2, 0 }) {
				this.seconds.addAndGet(at);
				Mono<String> outcome = outcome(impatient.run(() -> 1));
				outcome.subscribe();
				waiting.add(outcome);
			}
			this.seconds.addAndGet(1);
			busy.countDown();
			assertThat(Flux.concat(waiting).collectList().block(TIMEOUT)).as("after 9 s, 3 s, 1 s, 1 s")
				.containsExactly("refused", "refused", "1", "1");
		}
	}

	@Test
	void burstAfterTimeWithoutWorkIsNoOverload() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch busy = new CountDownLatch(1);
		try (HashingCapacity impatient = impatient()) {
			impatient.run(() -> {
				begun.countDown();
				return busy.await(1, TimeUnit.MINUTES);
			}).subscribe();
			begun.await();
			this.seconds.addAndGet(20);
			List<Mono<String>> burst = Stream.generate(() -> outcome(impatient.run(() -> 1))).limit(2).toList();
			burst.forEach(Mono::subscribe);
			this.seconds.addAndGet(7);
			busy.countDown();
			assertThat(Flux.concat(burst).collectList().block(TIMEOUT)).containsExactly("1", "1");
		}
	}

	private HashingCapacity impatient() {
		return new HashingCapacity(new HashingLimits(1, 4, DataSize.ofMegabytes(64), 15),
				new HashingLane.Patience(Duration.ofSeconds(8), () -> TimeUnit.SECONDS.toNanos(this.seconds.get())));
	}

	@Test
	void cancelledHashLeavesTheQueueAndIsNeverComputed() {
		IntStream.range(0, 4).forEach((n) -> held(MIB, 1).subscribe());
		await().until(() -> this.running.get() == 4);
		AtomicInteger computed = new AtomicInteger();
		List<StartGate> gates = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			StartGate gate = new StartGate();
			Disposable waiting = this.capacity.compute(MIB, 1, gate, computed::incrementAndGet).subscribe();
			waiting.dispose();
			gates.add(gate);
		}
		this.hold.countDown();
		StepVerifier.create(this.capacity.compute(MIB, 1, new StartGate(), () -> "done"))
			.expectNext("done")
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(computed).hasValue(0);
		assertThat(gates).allMatch(StartGate::close);
	}

	@Test
	void cancelledHashThatHasBegunIsNotCalledOff() {
		StartGate gate = new StartGate();
		Disposable hash = held(MIB, 1, gate).subscribe();
		await().until(() -> this.running.get() == 1);
		hash.dispose();
		assertThat(gate.close()).isFalse();
	}

	private Mono<Integer> held(int memoryKiB, double cost) {
		return held(memoryKiB, cost, new StartGate());
	}

	private Mono<Integer> held(int memoryKiB, double cost, StartGate gate) {
		return this.capacity.compute(memoryKiB, cost, gate, () -> {
			int now = this.running.incrementAndGet();
			this.hold.await();
			return now;
		});
	}

}
