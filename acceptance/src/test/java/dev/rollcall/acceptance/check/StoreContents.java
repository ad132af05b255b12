package dev.rollcall.acceptance.check;

import java.util.List;

import org.bson.Document;

/**
 * What the stores hold.
 *
 * @param accounts registration-service's accounts
 * @param sessions session-service's sessions, a document a user
 * @param projected session-service's projection {@code accounts}, the active generation
 * @param logins its side collection
 * @param due deliveries that wait
 * @param done deliveries that have ended
 * @param inboxes the users' inboxes
 */
public record StoreContents(List<Document> accounts, List<Document> sessions, List<Document> projected,
		List<Document> logins, List<Document> due, List<Document> done, List<Document> inboxes) {

}
