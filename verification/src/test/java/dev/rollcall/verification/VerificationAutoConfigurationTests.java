package dev.rollcall.verification;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class VerificationAutoConfigurationTests {

	private final ApplicationContextRunner service = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(VerificationAutoConfiguration.class))
		.withBean("projections", Verifications.class, () -> () -> List.of(new Named("users")))
		.withBean("outbox", Verification.class, () -> new Named("outbox"));

	@Test
	void scheduledChecksAreOffByDefault() {
		this.service.run((context) -> {
			assertThat(context.getBean(VerifyProperties.class).interval()).isZero();
			assertThat(context.getBean(VerificationRuns.class).report()).isEqualTo(VerifyReport.NONE);
		});
	}

	@Test
	void singleVerificationsRunBeforeThoseOfProjections() {
		this.service.run((context) -> {
			VerificationRuns runs = context.getBean(VerificationRuns.class);
			runs.start(Verification.Order.CHECK);
			await().atMost(Duration.ofSeconds(10)).until(() -> runs.report().state().equals("done"));
			assertThat(runs.report().verifications()).extracting(VerifyReport.Entry::name)
				.containsExactly("outbox", "users");
		});
	}

	@Test
	void endpointIsOnlyThereIfItIsExposed() {
		this.service.run((context) -> assertThat(context).doesNotHaveBean(VerifyEndpoint.class));
		this.service.withPropertyValues("management.endpoints.web.exposure.include=verify")
			.run((context) -> assertThat(context).hasSingleBean(VerifyEndpoint.class));
	}

	private record Named(String name) implements Verification {

		@Override
		public Findings verify(Order order) {
			return new Findings();
		}

	}

}
