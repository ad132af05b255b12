package dev.rollcall.acceptance.check;

import java.util.List;

import org.bson.Document;

/**
 * The content of the stores.
 *
 * @param accounts the accounts of registration-service
 * @param sessions the sessions of session-service, one document per user
 * @param projected the active generation of session-service's projection {@code accounts}
 * @param logins the side collection of that projection
 * @param due pending deliveries
 * @param done ended deliveries
 * @param inboxes the users' inboxes
 */
public record StoreContents(List<Document> accounts, List<Document> sessions, List<Document> projected,
		List<Document> logins, List<Document> due, List<Document> done, List<Document> inboxes) {

}
