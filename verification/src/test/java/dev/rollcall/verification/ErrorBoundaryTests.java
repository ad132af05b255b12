package dev.rollcall.verification;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ErrorBoundaryTests {

	@Test
	void errorIsTheCauseOfAnException() {
		Error missing = new NoClassDefFoundError("Missing");

		assertThatThrownBy(() -> ErrorBoundary.run(() -> {
			throw missing;
		})).isInstanceOf(IllegalStateException.class).hasCause(missing).hasMessageContaining("Missing");
	}

	@Test
	void endlessRecursionIsTheCauseOfAnException() {
		assertThatThrownBy(() -> ErrorBoundary.run(this::recurse)).hasCauseInstanceOf(StackOverflowError.class);
	}

	@Test
	void exceptionIsNotWrapped() {
		RuntimeException failure = new IllegalArgumentException();

		assertThatThrownBy(() -> ErrorBoundary.run(() -> {
			throw failure;
		})).isSameAs(failure);
	}

	private void recurse() {
		recurse();
	}

}
