package dev.rollcall.registration.throttle;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Forgets former attempts now and then; they have long ceased to count.
 */
@Component
class ThrottleExpiry implements InitializingBean, DisposableBean {

	private static final Logger log = LoggerFactory.getLogger(ThrottleExpiry.class);

	private static final Duration PAUSE = Duration.ofHours(1);

	private final Flux<Void> sweeps;

	private Disposable running = () -> {
	};

	ThrottleExpiry(Throttle throttle) {
		this.sweeps = Flux.interval(PAUSE)
			.onBackpressureDrop()
			.concatMap((sweep) -> throttle.forget().onErrorResume(ThrottleExpiry::later));
	}

	@Override
	public void afterPropertiesSet() {
		this.running = this.sweeps.subscribe();
	}

	@Override
	public void destroy() {
		this.running.dispose();
	}

	private static Mono<Void> later(Throwable ex) {
		log.warn("Former attempts stay for another hour: {}", ex.getClass().getSimpleName());
		return Mono.empty();
	}

}
