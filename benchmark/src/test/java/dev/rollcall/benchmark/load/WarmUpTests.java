package dev.rollcall.benchmark.load;

import java.util.Iterator;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarmUpTests {

	@Test
	void endsWhenThreeConsecutiveWindowsAgree() throws InterruptedException {
		assertThat(warmUp(10, 22.0, 35.0, 40.0, 41.0, 39.5, 60.0)).isEqualTo(new WarmUp(5, true));
	}

	@Test
	void windowsThatAgreeInPairsDoNotEndIt() throws InterruptedException {
		assertThat(warmUp(5, 100.0, 96.0, 92.0, 88.0, 84.0)).isEqualTo(new WarmUp(5, false));
	}

	@Test
	void limitEndsItAndIsReported() throws InterruptedException {
		assertThat(warmUp(4, 10.0, 20.0, 40.0, 80.0, 160.0)).isEqualTo(new WarmUp(4, false));
	}

	@Test
	void windowsThatAgreeTooEarlyDoNotEndIt() throws InterruptedException {
		assertThat(warmUp(5, 10, 22.0, 22.0, 22.0, 35.0, 40.0, 41.0, 40.0, 60.0)).isEqualTo(new WarmUp(7, true));
	}

	@Test
	void windowsWithoutSuccessNeverAgree() throws InterruptedException {
		assertThat(warmUp(4, 0.0, 0.0, 0.0, 0.0)).isEqualTo(new WarmUp(4, false));
	}

	private static WarmUp warmUp(int limit, Double... rates) throws InterruptedException {
		return warmUp(1, limit, rates);
	}

	private static WarmUp warmUp(int least, int limit, Double... rates) throws InterruptedException {
		Iterator<Double> next = List.of(rates).iterator();
		return WarmUp.of(next::next, least, limit);
	}

}
