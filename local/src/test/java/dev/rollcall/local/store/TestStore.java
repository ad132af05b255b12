package dev.rollcall.local.store;

import java.net.InetSocketAddress;
import java.nio.file.Path;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import org.bson.Document;

/** A store in a file, with a client. */
final class TestStore implements AutoCloseable {

	private final DurableBackend backend;

	private final MongoServer server;

	private final MongoClient client;

	TestStore(Path file) {
		this.backend = new DurableBackend(file);
		this.server = new MongoServer(this.backend);
		InetSocketAddress address = this.server.bind();
		this.client = MongoClients.create("mongodb://127.0.0.1:%d/?retryWrites=false".formatted(address.getPort()));
	}

	DurableBackend backend() {
		return this.backend;
	}

	MongoClient client() {
		return this.client;
	}

	MongoCollection<Document> collection(String name) {
		return this.client.getDatabase("test").getCollection(name);
	}

	@Override
	public void close() {
		this.client.close();
		this.server.stopListening();
		this.backend.close();
	}

}
