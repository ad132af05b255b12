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
 * Before the web server stops, asks clients with each response to close their connection.
 * Otherwise the server would close it under the client's next request, which only the
 * client may repeat.
 */
@Component
@Order(FilterOrder.DRAINING)
final class DrainingFilter implements WebFilter, SmartLifecycle {

	private static final int IDLE_FACTOR = 5;

	private final DrainProperties properties;

	private final CountDownLatch pause = new CountDownLatch(1);

	private volatile boolean running;

	private volatile long lastRequest;

	DrainingFilter(DrainProperties properties) {
		this.properties = properties;
		this.lastRequest = System.nanoTime() - properties.time().multipliedBy(IDLE_FACTOR).toNanos();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		this.lastRequest = System.nanoTime();
		exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> closeConnection(exchange)));
		return chain.filter(exchange);
	}

	private void closeConnection(ServerWebExchange exchange) {
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
				this.pause.await(this.properties.time().toMillis(), TimeUnit.MILLISECONDS);
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

	/** Stops before the web server. */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

}
