package dev.rollcall.local.platform;

import java.util.ArrayList;
import java.util.List;

/**
 * For tests: the median difference of pairs of durations, with a 95 % confidence interval
 * by order statistics (those of the sign test). A busy machine needs more pairs but does
 * not change the result.
 */
public final class PairedDifference {

	private static final double NORMAL_95 = 1.96;

	private final List<Double> differences = new ArrayList<>();

	/** Adds a pair, such as two durations in milliseconds. */
	public void add(double one, double other) {
		this.differences.add(one - other);
	}

	public int pairs() {
		return this.differences.size();
	}

	/**
	 * Whether the interval shows that the median is within the bound, or that it is not.
	 */
	public boolean isDecided(double bound) {
		double low = lower();
		double high = upper();
		return (-bound < low && high < bound) || bound <= low || high <= -bound;
	}

	/** The lower end of the interval. */
	public double lower() {
		return at(Math.floor(pairs() / 2.0 - halfWidth()));
	}

	/** The upper end of the interval. */
	public double upper() {
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
