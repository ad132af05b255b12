package dev.rollcall.session.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Date;

import com.google.crypto.tink.Aead;
import com.nimbusds.jose.jwk.ECKey;
import dev.rollcall.session.key.Keys;
import org.bson.Document;
import org.bson.types.Binary;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;

/**
 * The signing keys: {@code signing_keys { _id: number, state, createdAt, sealedKey (both
 * halves as a JWK, sealed) }}. The number is the {@code _id}, so that two instances that
 * start at once make one key.
 */
@Component
final class MongoSigningKeys {

	private static final String COLLECTION = "signing_keys";

	private final ReactiveMongoTemplate mongo;

	private final Aead seal;

	MongoSigningKeys(ReactiveMongoTemplate mongo, Keys keys) {
		this.mongo = mongo;
		this.seal = keys.signing();
	}

	Flux<SigningKey> findAll() {
		return this.mongo.findAll(Document.class, COLLECTION).map(this::key);
	}

	/**
	 * Adds a key, unless there is one of its number.
	 */
	Mono<Void> add(SigningKey key) {
		return Mono.fromCallable(() -> document(key))
			.flatMap((document) -> this.mongo.insert(document, COLLECTION))
			.onErrorResume(DuplicateKeyException.class, (ex) -> Mono.empty())
			.then();
	}

	private Document document(SigningKey key) throws GeneralSecurityException {
		byte[] secret = key.key().toJSONString().getBytes(StandardCharsets.UTF_8);
		return new Document("_id", key.number()).append("state", key.state().name())
			.append("createdAt", Date.from(key.createdAt()))
			.append("sealedKey", new Binary(this.seal.encrypt(secret, associatedData(key.number()))));
	}

	private SigningKey key(Document document) {
		long number = document.get("_id", Number.class).longValue();
		try {
			byte[] sealed = document.get("sealedKey", Binary.class).getData();
			byte[] secret = this.seal.decrypt(sealed, associatedData(number));
			return new SigningKey(number, SigningKey.State.valueOf(document.getString("state")),
					document.get("createdAt", Date.class).toInstant(),
					ECKey.parse(new String(secret, StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException | ParseException ex) {
			throw new IllegalStateException(
					"Signing key %d cannot be opened with rollcall.keys.signing".formatted(number));
		}
	}

	private static byte[] associatedData(long number) {
		return "%s/%d".formatted(COLLECTION, number).getBytes(StandardCharsets.UTF_8);
	}

}
