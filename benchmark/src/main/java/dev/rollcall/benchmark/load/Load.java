package dev.rollcall.benchmark.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * A running load: HTTP requests over a fixed number of connections, all of one thread, so
 * that the sender takes little of the machine that it measures.
 */
public final class Load implements AutoCloseable {

	private static final int CONNECT_TIMEOUT = 5000;

	private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

	/** On average, of each request. */
	private static final int MAX_REFUSALS = 10;

	/** Epoll costs less, and its timers are exact, not rounded up to a millisecond. */
	private static final boolean EPOLL = Epoll.isAvailable();

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1,
			EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

	private final EventLoop loop = this.group.next();

	private final Measured measured = new Measured();

	private final List<Connection> connections;

	private final Dispatch dispatch;

	private boolean timed;

	private long windowStart;

	private Load(URI target, int connections, Operation operation, Arrivals arrivals) {
		Bootstrap bootstrap = new Bootstrap().group(this.loop)
			.channel(EPOLL ? EpollSocketChannel.class : NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT)
			.remoteAddress(new InetSocketAddress(target.getHost(), target.getPort()));
		this.dispatch = new Dispatch(arrivals, connections, this::send, this.measured);
		this.connections = IntStream.range(0, connections)
			.mapToObj((number) -> new Connection(number, bootstrap, target.getAuthority(), operation, this::completed))
			.toList();
	}

	/**
	 * Starts a load.
	 * @param target scheme, host and port
	 */
	public static Load start(URI target, int connections, Operation operation, Arrivals arrivals) {
		Load load = new Load(target, connections, operation, arrivals);
		load.windowStart = System.nanoTime();
		load.loop.execute(load::advance);
		return load;
	}

	/**
	 * Performs an operation a number of times, as soon as a connection is free. Repeats
	 * requests that are answered 503.
	 * @throws IllegalStateException if a request fails otherwise, or most are refused
	 */
	public static void send(URI target, int connections, Operation operation, int times) throws InterruptedException {
		Repeated repeated = new Repeated(operation, times);
		try (Load load = start(target, connections, repeated, repeated)) {
			long good = 0;
			long bad = 0;
			while (good < times) {
				Window window = load.window(POLL_INTERVAL);
				bad += window.errors();
				if (bad > repeated.refusals() || bad > MAX_REFUSALS * (long) times) {
					throw new IllegalStateException("A request to %s failed: %s".formatted(target, repeated.failure()));
				}
				good += window.operations();
			}
		}
	}

	/** Measures for a while. */
	public Window window(Duration length) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(this.windowStart + length.toNanos() - System.nanoTime());
		long now = System.nanoTime();
		Window window = this.measured.window(Duration.ofNanos(now - this.windowStart));
		this.windowStart = now;
		return window;
	}

	/**
	 * Sends nothing more and waits for the pending responses.
	 * @return what ended since the last window, and what was due but has not ended in
	 * time; its length is zero
	 */
	public Window finish(Duration limit) throws InterruptedException {
		long end = System.nanoTime();
		this.loop.submit(this.dispatch::stop).syncUninterruptibly();
		while (!isIdle() && System.nanoTime() - end < limit.toNanos()) {
			TimeUnit.MILLISECONDS.sleep(5);
		}
		this.loop.submit(() -> this.dispatch.abandon(end, System.nanoTime())).syncUninterruptibly();
		return this.measured.window(Duration.ZERO);
	}

	private boolean isIdle() {
		return this.loop.submit(this.dispatch::isIdle).syncUninterruptibly().getNow();
	}

	private void send(int connection) {
		this.connections.get(connection).send();
	}

	private void completed(int connection, boolean good) {
		this.dispatch.completed(connection, System.nanoTime(), good);
		time();
	}

	private void advance() {
		this.timed = false;
		this.dispatch.advance(System.nanoTime());
		time();
	}

	/** Comes back when the next request is due. */
	private void time() {
		OptionalLong next = this.timed ? OptionalLong.empty() : this.dispatch.next();
		if (next.isPresent()) {
			this.timed = true;
			this.loop.schedule(this::advance, next.getAsLong() - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void close() {
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
