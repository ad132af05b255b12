package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Connections to the mail server. One that has sent a mail may send more: to connect
 * costs as much as a mail, and with TLS several times as much. A kept connection is
 * tested before it is used again, and closed after any failure, after some mails, because
 * servers limit their number, and when it has been idle for some seconds. Thread-safe; a
 * connection is used by one thread at a time.
 */
final class MailConnections implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(MailConnections.class);

	private static final int MAX_USES = 50;

	private static final Duration IDLE = Duration.ofSeconds(5);

	private final ConcurrentLinkedDeque<Connection> kept = new ConcurrentLinkedDeque<>();

	private final Scheduler closing = Schedulers.newSingle("mail-connections", true);

	private final JavaMailSenderImpl server;

	MailConnections(JavaMailSenderImpl server) {
		this.server = server;
	}

	/**
	 * Uses a connection.
	 * @throws MessagingException if there is none, or it fails
	 */
	<T> T with(Use<T> use) throws MessagingException {
		Connection connection = connection();
		boolean good = false;
		try {
			T result = use.of(connection.transport);
			good = true;
			return result;
		}
		finally {
			connection.uses++;
			if (good && connection.uses < MAX_USES) {
				keep(connection);
			}
			else {
				close(connection);
			}
		}
	}

	private Connection connection() throws MessagingException {
		for (Connection last = this.kept.pollFirst(); last != null; last = this.kept.pollFirst()) {
			if (last.transport.isConnected()) {
				return last;
			}
			close(last);
		}
		Connection created = new Connection(this.server.getSession().getTransport(this.server.getProtocol()));
		try {
			created.transport.connect(this.server.getHost(), this.server.getPort(), this.server.getUsername(),
					this.server.getPassword());
		}
		catch (MessagingException ex) {
			close(created);
			throw ex;
		}
		return created;
	}

	private void keep(Connection used) {
		used.idleSince = System.nanoTime();
		this.kept.addFirst(used);
		try {
			this.closing.schedule(() -> closeIdle(IDLE), IDLE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Closed in the meantime. The mail was sent all the same.
			closeIdle(Duration.ZERO);
		}
	}

	private void closeIdle(Duration age) {
		long now = System.nanoTime();
		for (Connection one : new ArrayList<>(this.kept)) {
			if (now - one.idleSince >= age.toNanos() && this.kept.remove(one)) {
				close(one);
			}
		}
	}

	/** A mail was accepted before, whatever happens at QUIT. */
	private static void close(Connection connection) {
		try {
			connection.transport.close();
		}
		catch (MessagingException ex) {
			logger.debug("Closing the connection to the mail server failed", ex);
		}
	}

	/** Closes the idle connections. */
	@Override
	public void close() {
		this.closing.dispose();
		closeIdle(Duration.ZERO);
	}

	/**
	 * What a connection is used for.
	 */
	interface Use<T> {

		T of(Transport transport) throws MessagingException;

	}

	/**
	 * A connection, used by one thread at a time.
	 */
	private static final class Connection {

		private final Transport transport;

		private int uses;

		private volatile long idleSince;

		Connection(Transport transport) {
			this.transport = transport;
		}

	}

}
