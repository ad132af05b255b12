package dev.rollcall.benchmark.load;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/**
 * The warm-up of a system: it ends when the rates of three consecutive windows agree
 * within 5 % of the largest, or at a limit. A few windows agree by chance long before the
 * compilers are done, so there is a minimum, too.
 *
 * @param windows the number of windows that it took
 * @param settled whether they agreed; if not, the limit has ended the warm-up
 */
public record WarmUp(int windows, boolean settled) {

	private static final int AGREEING = 3;

	private static final double TOLERANCE = 0.05;

	/**
	 * Measures windows until they agree.
	 * @param rate measures the next window and returns its rate
	 * @param least the minimum of windows
	 * @param limit the maximum of windows
	 */
	public static WarmUp of(Rate rate, int least, int limit) throws InterruptedException {
		Deque<Double> latest = new ArrayDeque<>();
		for (int windows = 1; windows <= limit; windows++) {
			latest.addLast(rate.next());
			if (latest.size() > AGREEING) {
				latest.removeFirst();
			}
			if (windows >= least && latest.size() == AGREEING && agree(latest)) {
				return new WarmUp(windows, true);
			}
		}
		return new WarmUp(limit, false);
	}

	private static boolean agree(Deque<Double> rates) {
		double largest = Collections.max(rates);
		return largest > 0 && largest - Collections.min(rates) <= TOLERANCE * largest;
	}

	/**
	 * The rates of consecutive windows.
	 */
	@FunctionalInterface
	public interface Rate {

		double next() throws InterruptedException;

	}

}
