package dev.rollcall.registration.credential;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The bounded scheduler for checking and hashing passwords.
 */
@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {

	private static final String NAME = "password";

	@Bean(destroyMethod = "shutdown")
	ThreadPoolExecutor passwordExecutor(CredentialProperties properties, MeterRegistry meters) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(NAME + "-");
		threads.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(properties.threadCount(), properties.threadCount(), 0,
				TimeUnit.SECONDS, new ArrayBlockingQueue<>(properties.queue()), threads);
		new ExecutorServiceMetrics(executor, NAME, List.of()).bindTo(meters);
		return executor;
	}

	@Bean(destroyMethod = "dispose")
	Scheduler passwordScheduler(ThreadPoolExecutor passwordExecutor) {
		return Schedulers.fromExecutorService(passwordExecutor, NAME);
	}

	@Bean
	Argon2id argon2id(CredentialProperties properties) {
		return Argon2id.of(properties);
	}

	/**
	 * The first estimate takes a second longer than others; no user should wait for it.
	 */
	@Bean
	GuessEstimate guessEstimate(Scheduler passwordScheduler) {
		GuessEstimate estimate = new GuessEstimate();
		passwordScheduler.schedule(() -> estimate.guessable(new Password("violet tractor"), List.of()));
		return estimate;
	}

}
