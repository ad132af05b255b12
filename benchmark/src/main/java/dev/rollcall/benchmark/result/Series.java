package dev.rollcall.benchmark.result;

/**
 * The names of what is measured and of figures, which goals refer to.
 */
public final class Series {

	public static final String ROLLCALL = "Rollcall";

	public static final String ROLLCALL_LIKE_KEYCLOAK = "Rollcall, Keycloak's hash parameters";

	public static final String ROLLCALL_SMALL = "Rollcall, small JVMs";

	public static final String ROLLCALL_TWO_INSTANCES = "Rollcall, two instances of each service";

	public static final String SERVICE = "Rollcall, at the service";

	public static final String KEYCLOAK = "Keycloak";

	public static final String NGINX = "nginx before the service";

	public static final String STOCK_GATEWAY = "stock Spring Cloud Gateway";

	/** Successful operations per second. */
	public static final String RATE = "perSecond";

	private Series() {
	}

}
