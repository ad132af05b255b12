package dev.rollcall.acceptance;

import java.util.ArrayList;
import java.util.List;

/**
 * The median difference of pairs of durations, with its confidence interval of 95 % by
 * order statistics (the sign test's), so that a busy machine means more pairs and not
 * another result.
 */
final class PairedDifference {

	private static final double NORMAL_95 = 1.96;

	private final List<Double> differences = new ArrayList<>();

	void add(double one, double other) {
		this.differences.add(one - other);
	}

	int pairs() {
		return this.differences.size();
	}

	/** Whether it is clear that the median is below the bound, or that it is not. */
	boolean isDecided(double bound) {
		double low = lower();
		double high = upper();
		return (-bound < low && high < bound) || bound <= low || high <= -bound;
	}

	double lower() {
		return at(Math.floor(pairs() / 2.0 - halfWidth()));
	}

	double upper() {
		return at(Math.ceil(pairs() / 2.0 + halfWidth()) - 1);
	}

	private double halfWidth() {
		return NORMAL_95 * Math.sqrt(pairs()) / 2;
	}

	private double at(double rank) {
		int index = (int) Math.max(0, Math.min(pairs() - 1, rank));
		return this.differences.stream().sorted().skip(index).findFirst().orElseThrow();
	}

}
