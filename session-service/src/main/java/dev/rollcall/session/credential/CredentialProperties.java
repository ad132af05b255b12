package dev.rollcall.session.credential;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many passwords are verified at once. Each takes one core for 20 to 70 ms and the
 * memory that its hash names (19 MiB as registration-service makes them).
 *
 * @param threads how many are verified at the same time; 0 for one a core
 * @param queue how many more may wait; beyond it sign-ins are answered 503
 */
@ConfigurationProperties("rollcall.password-verification")
record CredentialProperties(@DefaultValue("0") int threads, @DefaultValue("64") int queue) {

	int effectiveThreads() {
		return (this.threads > 0) ? this.threads : Runtime.getRuntime().availableProcessors();
	}

}
