package dev.rollcall.gateway.drain;

import dev.rollcall.gateway.FilterOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Tells clients with each answer, before the web server stops, that their connection
 * ends: it would be closed under the next request otherwise, which nobody but its sender
 * may send again.
 */
@Component
@Order(FilterOrder.DRAINING)
final class DrainingFilter implements WebFilter, SmartLifecycle {

	private static final int IDLE_FACTOR = 5;

	private final DrainProperties properties;

	private final CountDownLatch never = new CountDownLatch(1);

	private volatile boolean running;

	private volatile long lastRequest;

	DrainingFilter(DrainProperties properties) {
		this.properties = properties;
		this.lastRequest = System.nanoTime() - properties.time().multipliedBy(IDLE_FACTOR).toNanos();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		this.lastRequest = System.nanoTime();
		exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> sayGoodBye(exchange)));
		return chain.filter(exchange);
	}

	private void sayGoodBye(ServerWebExchange exchange) {
		if (!this.running) {
			exchange.getResponse().getHeaders().setConnection("close");
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			if (System.nanoTime() - this.lastRequest < this.properties.time().multipliedBy(IDLE_FACTOR).toNanos()) {
				this.never.await(this.properties.time().toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before the web server. */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

}
