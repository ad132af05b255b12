package dev.rollcall.session.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import com.google.crypto.tink.Aead;
import com.nimbusds.jose.jwk.ECKey;
import dev.rollcall.session.key.Keys;
import org.bson.Document;
import org.bson.types.Binary;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * The stored signing keys: {@code signing_keys { _id: number, createdAt, signsFrom,
 * sealedKey }}; {@code sealedKey} is the encrypted JWK of the private and public key. The
 * number is the {@code _id}, so that two concurrent first starts create one key.
 */
@Component
final class MongoSigningKeys {

	private static final String COLLECTION = "signing_keys";

	private static final Duration PAUSE = Duration.ofMillis(20);

	private static final String SIGNS_FROM = "signsFrom";

	private static final String SEALED_KEY = "sealedKey";

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
	 * Adds a key, unless its number exists. Then the existing one may become visible to
	 * majority reads only after a pause.
	 */
	Mono<Void> add(SigningKey key) {
		return Mono.fromCallable(() -> document(key))
			.flatMap((document) -> this.mongo.insert(document, COLLECTION))
			.onErrorResume(DuplicateKeyException.class, (ex) -> Mono.delay(PAUSE).then(Mono.empty()))
			.then();
	}

	/**
	 * Lets a key sign earlier.
	 * @return the key with this time, or unchanged if its own is earlier
	 */
	Mono<SigningKey> advance(SigningKey key, Instant signsFrom) {
		Query query = Query.query(Criteria.where("_id").is(key.number()));
		return this.mongo.updateFirst(query, new Update().min(SIGNS_FROM, Date.from(signsFrom)), COLLECTION)
			.then(this.mongo.findOne(query, Document.class, COLLECTION))
			.map(this::key);
	}

	/**
	 * Encrypts a key again, with the primary key of the secret.
	 */
	Mono<Void> reencrypt(SigningKey key) {
		return Mono.fromCallable(() -> document(key).get(SEALED_KEY))
			.flatMap((sealed) -> this.mongo.updateFirst(Query.query(Criteria.where("_id").is(key.number())),
					Update.update(SEALED_KEY, sealed), COLLECTION))
			.then();
	}

	Mono<Void> remove(List<SigningKey> keys) {
		if (keys.isEmpty()) {
			return Mono.empty();
		}
		List<Long> numbers = keys.stream().map(SigningKey::number).toList();
		return this.mongo.remove(Query.query(Criteria.where("_id").in(numbers)), COLLECTION).then();
	}

	private Document document(SigningKey key) throws GeneralSecurityException {
		byte[] secret = key.key().toJSONString().getBytes(StandardCharsets.UTF_8);
		return new Document("_id", key.number()).append("createdAt", Date.from(key.createdAt()))
			.append(SIGNS_FROM, Date.from(key.signsFrom()))
			.append(SEALED_KEY, new Binary(this.seal.encrypt(secret, associatedData(key.number()))));
	}

	private SigningKey key(Document document) {
		long number = document.get("_id", Number.class).longValue();
		try {
			byte[] sealed = document.get(SEALED_KEY, Binary.class).getData();
			byte[] secret = this.seal.decrypt(sealed, associatedData(number));
			return new SigningKey(number, document.get("createdAt", Date.class).toInstant(),
					document.get(SIGNS_FROM, Date.class).toInstant(),
					ECKey.parse(new String(secret, StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException | ParseException ex) {
			throw new IllegalStateException(
					"Decrypting signing key %d with rollcall.keys.signing failed".formatted(number));
		}
	}

	private static byte[] associatedData(long number) {
		return "%s/%d".formatted(COLLECTION, number).getBytes(StandardCharsets.UTF_8);
	}

}
