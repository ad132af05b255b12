package dev.rollcall.local.erasure;

import java.util.TreeSet;

/**
 * What a topic or a collection still has of deleted users.
 *
 * @param place the topic, or {@code <service>.<collection>}
 * @param users the ids of the users
 * @param count the number of records or documents
 */
public record Remains(String place, TreeSet<String> users, long count) {

	Remains and(String user) {
		this.users.add(user);
		return new Remains(this.place, this.users, this.count + 1);
	}

	static Remains none(String place) {
		return new Remains(place, new TreeSet<>(), 0);
	}

}
