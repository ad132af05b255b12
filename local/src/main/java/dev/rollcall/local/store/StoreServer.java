package dev.rollcall.local.store;

import java.nio.file.Path;

import de.bwaldvogel.mongo.MongoServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server and its file.
 */
final class StoreServer {

	private static final Logger logger = LoggerFactory.getLogger(StoreServer.class);

	private final DurableBackend backend;

	private final MongoServer server;

	StoreServer(Path file, int port) {
		this.backend = new DurableBackend(file);
		this.server = new MongoServer(this.backend);
		this.server.bind("127.0.0.1", port);
		logger.info("Serving {} on port {}", file, port);
	}

	void compact() {
		try {
			this.backend.compact();
		}
		catch (RuntimeException ex) {
			logger.warn("Compacting the store's file failed; retrying in a second", ex);
		}
	}

	void close() {
		this.server.stopListening();
		this.backend.close();
	}

}
