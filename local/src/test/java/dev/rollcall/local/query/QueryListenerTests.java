package dev.rollcall.local.query;

import java.util.List;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ConnectionDescription;
import com.mongodb.connection.ServerId;
import com.mongodb.event.CommandStartedEvent;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueryListenerTests {

	private final RecordedQueries recorded = new RecordedQueries();

	private final QueryListener listener = new QueryListener(this.recorded);

	@Test
	void idServesGuardedWrites() {
		send("""
				{update: 'accounts', updates: [{q: {_id: 'a', $and: [{revision: 3}, {'outbox.99': {$exists: false}}]},
				u: {$set: {x: 1}}}]}""");

		assertThat(entries()).containsExactly("accounts update {_id eq, outbox.N missing, revision eq} -> _id_");
	}

	@Test
	void equalFieldsThenOrderThenRangeUseTheirIndex() {
		index("due", "{channel: 1, state: 1, nextAt: 1}", "");
		send("""
				{find: 'due', filter: {channel: 'mail', state: 'waiting', nextAt: {$lte: 5}}, sort: {nextAt: 1},
				limit: 9}""");

		assertThat(entries())
			.containsExactly("due find {channel eq, nextAt lte, state eq} sort nextAt limit -> channel_state_nextAt");
	}

	@Test
	void missingIndexLeadsToAScan() {
		index("due", "{channel: 1, state: 1, nextAt: 1}", "");
		send("{delete: 'due', deletes: [{q: {userId: 'a'}, limit: 0}]}");
		send("{aggregate: 'due', pipeline: [{$match: {nextAt: {$lt: 5}}}, {$group: {_id: 1}}]}");

		assertThat(entries()).containsExactly("due aggregate {nextAt lt} -> scans", "due delete {userId eq} -> scans");
	}

	@Test
	void otherOrderIsSortedInMemory() {
		index("due", "{channel: 1, state: 1}", "");
		send("{find: 'due', filter: {channel: 'mail'}, sort: {nextAt: 1}}");

		assertThat(entries()).containsExactly("due find {channel eq} sort nextAt -> channel_state, sorts");
	}

	@Test
	void walkInTheOrderOfAnIndexServesOnlyQueriesThatMatchMostDocuments() {
		index("accounts", "{email: 1}", "sparse: true,");
		send("{find: 'accounts', filter: {status: {$ne: 'deleted'}}, sort: {_id: 1}, limit: 9}");
		send("{find: 'accounts', filter: {status: 'locked'}, sort: {_id: 1}, limit: 9}");
		send("{find: 'accounts', filter: {}, sort: {email: -1}, limit: 1}");

		assertThat(entries()).containsExactly("accounts find {status eq} sort _id limit -> scans",
				"accounts find {status ne} sort _id limit -> _id_", "accounts find {} sort -email limit -> scans");
	}

	@Test
	void sparseIndexServesOnlyQueriesForExistingFields() {
		index("accounts", "{slot: 1, since: 1}", "sparse: true,");
		send("{find: 'accounts', filter: {slot: {$exists: true}}}");
		send("{find: 'accounts', filter: {slot: {$exists: false}}}");
		send("{find: 'accounts', filter: {slot: null}}");

		assertThat(entries()).containsExactly("accounts find {slot exists} -> slot_since",
				"accounts find {slot missing} -> scans", "accounts find {slot null} -> scans");
	}

	@Test
	void partialIndexServesOnlyQueriesThatCompareItsField() {
		index("accounts", "{since: 1}", "partialFilterExpression: {roles: 'administrator'},");
		send("{find: 'accounts', filter: {since: 4}}");
		send("{find: 'accounts', filter: {since: 4, roles: 'administrator'}}");

		assertThat(entries()).containsExactly("accounts find {roles eq, since eq} -> since",
				"accounts find {since eq} -> scans");
	}

	@Test
	void generationsShareTheirShapes() {
		send("{find: 'people-1', filter: {_id: {$in: ['a']}}}");
		send("{find: 'people-2', filter: {_id: {$in: ['b']}}}");

		assertThat(entries()).containsExactly("people-N find {_id in} -> _id_");
	}

	@Test
	void queryThatNothingEndsIsUntimed() {
		send(BsonDocument.parse("{find: 'people', filter: {_id: 'a'}}"));

		assertThat(entries()).containsExactly("people find {_id eq} untimed -> _id_");
	}

	private List<String> entries() {
		return List.copyOf(this.recorded.examples().keySet());
	}

	private void index(String collection, String keys, String options) {
		String name = String.join("_", BsonDocument.parse(keys).keySet());
		send("{createIndexes: '%s', indexes: [{key: %s, %s name: '%s'}]}".formatted(collection, keys, options, name));
	}

	private void send(String command) {
		BsonDocument parsed = BsonDocument.parse(command).append("maxTimeMS", new BsonInt32(3000));
		send(parsed);
	}

	private void send(BsonDocument command) {
		ConnectionDescription connection = new ConnectionDescription(
				new ServerId(new ClusterId("test"), new ServerAddress()));
		this.listener
			.commandStarted(new CommandStartedEvent(null, 1, 1, connection, "test", command.getFirstKey(), command));
		clear(command);
	}

	/** The driver's documents are views of buffers, which it releases after the event. */
	private static void clear(BsonDocument document) {
		document.values().forEach((value) -> {
			if (value.isDocument()) {
				clear(value.asDocument());
			}
			else if (value.isArray()) {
				value.asArray()
					.stream()
					.filter(BsonValue::isDocument)
					.forEach((element) -> clear(element.asDocument()));
			}
		});
		document.clear();
	}

}
