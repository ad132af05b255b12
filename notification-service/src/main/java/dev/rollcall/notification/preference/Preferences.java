package dev.rollcall.notification.preference;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.notification.template.Template;
import org.bson.Document;
import org.bson.conversions.Bson;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;
import org.springframework.stereotype.Component;

/**
 * The kinds of mail that users have switched off: {@code preferences { _id: user id, off:
 * [kinds], at }}. Security messages and mails with a link cannot be switched off.
 */
@Component
public final class Preferences {

	private static final String OFF = "off";

	private static final String AT = "at";

	private final Mono<MongoCollection<Document>> preferences;

	private final Clock clock;

	Preferences(ReactiveMongoDatabaseFactory store, Clock clock) {
		this.clock = clock;
		this.preferences = store.getMongoDatabase().map((database) -> database.getCollection("preferences"));
	}

	/**
	 * Returns whether a user wants mails of a kind.
	 */
	public Mono<Boolean> want(String userId, Template template) {
		return template.isOptional() ? off(userId).map((off) -> !off.contains(template.id())) : Mono.just(true);
	}

	/**
	 * Erases a deleted user's preferences.
	 */
	public Mono<Void> erase(String userId) {
		return this.preferences.flatMap((collection) -> Mono.from(collection.deleteOne(Filters.eq(userId)))).then();
	}

	/**
	 * Erases preferences that were last changed before a time. Earlier releases stored no
	 * time.
	 */
	public Mono<Void> erase(String userId, Instant before) {
		Bson older = Filters.and(Filters.eq(userId), Filters.not(Filters.gte(AT, Date.from(before))));
		return this.preferences.flatMap((collection) -> Mono.from(collection.deleteOne(older))).then();
	}

	/**
	 * Returns the preference for each kind that can be switched off.
	 */
	Mono<Map<String, Boolean>> find(String userId) {
		return off(userId).map((off) -> {
			Map<String, Boolean> wanted = new TreeMap<>();
			optional().forEach((kind) -> wanted.put(kind, !off.contains(kind)));
			return wanted;
		});
	}

	/**
	 * Switches kinds on and off; other kinds keep their setting.
	 */
	Mono<Void> change(String userId, Map<String, Boolean> wanted) {
		List<String> off = kinds(wanted, false);
		List<String> on = kinds(wanted, true);
		UpdateOptions upsert = new UpdateOptions().upsert(true);
		return this.preferences
			.flatMap((collection) -> Mono
				.from(collection.updateOne(Filters.eq(userId),
						Updates.combine(Updates.addEachToSet(OFF, off),
								Updates.set(AT, Date.from(this.clock.instant()))),
						upsert))
				.then(Mono.from(collection.updateOne(Filters.eq(userId), Updates.pullAll(OFF, on)))))
			.then();
	}

	static Stream<String> optional() {
		return Stream.of(Template.values()).filter(Template::isOptional).map(Template::id);
	}

	private static List<String> kinds(Map<String, Boolean> wanted, boolean on) {
		return wanted.entrySet().stream().filter((kind) -> kind.getValue() == on).map(Map.Entry::getKey).toList();
	}

	private Mono<Set<String>> off(String userId) {
		return this.preferences.flatMap((collection) -> Mono.from(collection.find(Filters.eq(userId)).first()))
			.map((document) -> Set.copyOf(document.getList(OFF, String.class, List.of())))
			.defaultIfEmpty(Set.of());
	}

}
