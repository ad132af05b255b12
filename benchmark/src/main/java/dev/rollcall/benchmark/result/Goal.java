package dev.rollcall.benchmark.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a figure must reach.
 *
 * @param what the goal in words
 * @param series whose figure it is
 * @param against the series that the figure is divided by; empty for the figure itself
 * @param atLeast whether the bound is a minimum
 * @param unit of bound and value; empty for a ratio
 */
record Goal(String benchmark, String what, String figure, String series, Optional<String> against, boolean atLeast,
		double bound, String unit) {

	static List<Goal> all() {
		return List.of(
				ratio("sign-in", "sign-ins, with Keycloak's hash parameters", Series.ROLLCALL_LIKE_KEYCLOAK,
						Series.KEYCLOAK, 1.25),
				ratio("registration", "registrations, with Keycloak's hash parameters", Series.ROLLCALL_LIKE_KEYCLOAK,
						Series.KEYCLOAK, 1.0),
				ratio("refresh", "refreshes through the gateway", Series.ROLLCALL, Series.KEYCLOAK, 1.5),
				ratio("refresh", "refreshes at the service", Series.SERVICE, Series.KEYCLOAK, 2.5),
				ratio("jwks", "JWKS through the gateway", Series.ROLLCALL, Series.KEYCLOAK, 1.5),
				ratio("gateway", "requests with a token through the gateway", Series.ROLLCALL, Series.NGINX, 0.75),
				ratio("gateway", "requests with a token through the gateway", Series.ROLLCALL, Series.STOCK_GATEWAY, 3),
				limit("pipeline", "201 to session-service's store, p99 at half load", "storeP99Ms", "50 %", 50, "ms"),
				limit("pipeline", "201 to SMTP accepted, p99 at half load", "smtpP99Ms", "50 %", 150, "ms"),
				limit("start", "up (built) to ready", "readySeconds", Series.ROLLCALL, 15, "s"),
				limit("start", "resident memory after 10,000 sign-ups", "residentMb", Series.ROLLCALL, 1600, "MB"),
				limit("idle", "CPU of all processes", "cpuPercent", Series.ROLLCALL, 3, "% of a core"),
				scale("sign-ins, p99", "signInP99Ms", 1.5), scale("sign-ins, CPU", "signInCpuMs", 1.2),
				scale("registrations, p99", "registrationP99Ms", 1.5),
				scale("registrations, CPU", "registrationCpuMs", 1.2));
	}

	private static Goal ratio(String benchmark, String what, String series, String against, double bound) {
		return new Goal(benchmark, what, Series.RATE, series, Optional.of(against), true, bound, "");
	}

	private static Goal limit(String benchmark, String what, String figure, String series, double bound, String unit) {
		return new Goal(benchmark, what, figure, series, Optional.empty(), false, bound, unit);
	}

	private static Goal scale(String what, String figure, double bound) {
		return new Goal("scale", what, figure, "1,000,000 users", Optional.of("1,000 users"), false, bound, "");
	}

	/**
	 * Returns the value that is compared with the bound; empty if it was not measured.
	 */
	OptionalDouble value(Result result) {
		OptionalDouble value = result.mean(this.series, this.figure);
		OptionalDouble divisor = this.against.map((other) -> result.mean(other, this.figure))
			.orElse(OptionalDouble.of(1));
		return (value.isPresent() && divisor.isPresent() && divisor.getAsDouble() > 0)
				? OptionalDouble.of(value.getAsDouble() / divisor.getAsDouble()) : OptionalDouble.empty();
	}

	boolean isMet(double value) {
		return this.atLeast ? value >= this.bound : value <= this.bound;
	}

	/** Returns the bound as text, such as {@code >= 1.25 x Keycloak}. */
	String boundText() {
		return "%s %s".formatted(this.atLeast ? ">=" : "<=", text(this.bound));
	}

	String text(double value) {
		return this.against.map((other) -> "%s x %s".formatted(number(value), other))
			.orElseGet(() -> "%s %s".formatted(number(value), this.unit));
	}

	private static String number(double value) {
		return (value >= 100) ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
	}

}
