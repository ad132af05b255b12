package dev.rollcall.verification;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerificationRunsTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final BlockingQueue<Verification.Order> orders = new LinkedBlockingQueue<>();

	private VerificationRuns runs = runs(Duration.ZERO, Findings::new);

	@AfterEach
	void stop() {
		this.runs.stop();
	}

	@Test
	void nothingRunsBeforeItIsOrdered() {
		this.runs.start();
		assertThat(this.runs.report()).isEqualTo(VerifyReport.NONE);
		assertThat(this.orders).isEmpty();
	}

	@Test
	void orderedRunReportsDifferencesAndShowsThemAsGauges() throws InterruptedException {
		Findings findings = new Findings();
		findings.add("ann", new Difference(Difference.Kind.LOST, "only logged"));
		this.runs = runs(Duration.ZERO, () -> findings);
		this.runs.start();
		this.runs.start(new Verification.Order(true, false));
		VerifyReport report = end();
		assertThat(report.state()).isEqualTo("done");
		assertThat(report.repair()).isTrue();
		VerifyReport.Entry entry = report.verifications().get(0);
		assertThat(entry.left()).isOne();
		assertThat(entry.differences().get("lost").first())
			.containsExactly(new VerifyReport.User("ann", "only logged"));
		assertThat(this.meters.get("rollcall.verify.lost").gauge().value()).isOne();
	}

	@Test
	void runThatIsOrderedBeforeTheStartTakesPlace() throws InterruptedException {
		this.runs = runs(Duration.ZERO, Findings::new);
		this.runs.start(Verification.Order.CHECK);
		assertThat(end().state()).isEqualTo("done");
	}

	@Test
	void runsTakePlaceAfterARestart() throws InterruptedException {
		this.runs = runs(Duration.ZERO, Findings::new);
		this.runs.start();
		this.runs.stop();
		this.runs.start();
		this.runs.start(Verification.Order.CHECK);
		assertThat(end().state()).isEqualTo("done");
	}

	@Test
	void failedRunIsReportedWithTheRootCause() throws InterruptedException {
		this.runs = runs(Duration.ZERO, () -> {
			throw new IllegalStateException(new UnsupportedOperationException());
		});
		this.runs.start();
		this.runs.start(Verification.Order.CHECK);
		VerifyReport report = end();
		assertThat(report.state()).isEqualTo("failed");
		assertThat(report.verifications().get(0).failure()).isEqualTo("java.lang.UnsupportedOperationException");
	}

	@Test
	void scheduledChecksContinueAfterAFailure() throws InterruptedException {
		this.runs = runs(Duration.ofMillis(10), () -> {
			throw new IllegalStateException();
		});
		this.runs.start();
		for (int run = 0; run < 3; run++) {
			assertThat(this.orders.poll(10, TimeUnit.SECONDS)).isEqualTo(Verification.Order.CHECK);
		}
	}

	private VerifyReport end() throws InterruptedException {
		assertThat(this.orders.poll(10, TimeUnit.SECONDS)).isNotNull();
		long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (this.runs.report().finishedAt() == null && System.nanoTime() - limit < 0) {
			Thread.onSpinWait();
		}
		return this.runs.report();
	}

	private VerificationRuns runs(Duration interval, Supplier<Findings> result) {
		Verification verification = new Verification() {

			@Override
			public String name() {
				return "test";
			}

			@Override
			public Findings verify(Order order) {
				VerificationRunsTests.this.orders.add(order);
				return result.get();
			}

		};
		return new VerificationRuns(List.of(verification), new VerifyMeters(this.meters), interval, null);
	}

}
