package dev.rollcall.web;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;
import reactor.netty.channel.AbortedException;
import reactor.util.context.Context;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DroppedErrorsTests {

	@BeforeAll
	static void set() {
		new DroppedErrors().afterPropertiesSet();
	}

	@AfterAll
	static void reset() {
		Hooks.resetOnErrorDropped();
	}

	@Test
	void errorForASubscriberThatIsGoneIsOneLine(CapturedOutput output) {
		drop(new IOException("connection closed"));
		assertThat(output).contains("WARN")
			.contains("connection closed")
			.doesNotContain("ERROR")
			.doesNotContain("\tat ");
	}

	@Test
	void connectionThatTheClientClosedIsNotLogged(CapturedOutput output) {
		drop(AbortedException.beforeSend());
		drop(new IOException("logged"));
		assertThat(output).contains("logged").doesNotContain("AbortedException");
	}

	@Test
	void faultOfTheJvmKeepsItsStackTrace(CapturedOutput output) {
		drop(new AssertionError("missing"));
		assertThat(output).contains("ERROR").contains("missing").contains("\tat ");
	}

	/** As Reactor does for a subscriber that has ended. */
	private static void drop(Throwable error) {
		Operators.onErrorDropped(error, Context.empty());
	}

}
