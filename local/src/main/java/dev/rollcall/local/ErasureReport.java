package dev.rollcall.local;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.MongoException;
import dev.rollcall.local.erasure.ErasureCheck;
import dev.rollcall.local.erasure.Remains;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Refusal;
import org.apache.kafka.common.KafkaException;

/**
 * Prints what topics and stores still have of deleted users.
 */
final class ErasureReport {

	/** The users that are printed of each place. */
	private static final int FIRST = 100;

	private final ErasureCheck check;

	ErasureReport(Home home) {
		Map<String, String> stores = new LinkedHashMap<>();
		Kind.withStore()
			.stream()
			.map(Kind::label)
			.forEach((service) -> stores.put(service, home.storeUri(service.replace("-service", ""))));
		this.check = new ErasureCheck(home.bootstrapServers(), stores);
	}

	/** Prints the report and returns the exit status. */
	int print(PrintWriter out, boolean json) {
		List<Remains> found = find();
		if (json) {
			out.println(json(found));
		}
		else {
			found.forEach((remains) -> {
				out.printf("%-48s %,d of %,d deleted users%n", remains.place(), remains.count(),
						remains.users().size());
				remains.users().stream().limit(FIRST).forEach((user) -> out.println("  " + user));
			});
			out.println((found.isEmpty() ? "Nothing is left of %,d deleted users"
					: "%,d users are deleted; the above is left")
				.formatted(this.check.deletedUsers()));
		}
		return found.isEmpty() ? 0 : 1;
	}

	private List<Remains> find() {
		try {
			return this.check.run();
		}
		catch (KafkaException | MongoException ex) {
			throw Refusal.failure("The broker or a store does not respond: " + ex.getMessage());
		}
	}

	private ObjectNode json(List<Remains> found) {
		ObjectNode report = JsonNodeFactory.instance.objectNode().put("deletedUsers", this.check.deletedUsers());
		ArrayNode places = report.putArray("found");
		found.forEach((remains) -> {
			ObjectNode place = places.addObject()
				.put("place", remains.place())
				.put("count", remains.count())
				.put("users", remains.users().size());
			ArrayNode first = place.putArray("first");
			remains.users().stream().limit(FIRST).forEach(first::add);
		});
		return report;
	}

}
