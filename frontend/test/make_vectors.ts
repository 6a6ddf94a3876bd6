/** Make the vectors of `tests/references/sealing` that come from TypeScript. Both languages read them. */
import { agreedHash, fingerprint, groundHash } from "../src/sealing/agreed.ts";
import { fromBase64url, fromHex, random, toHex } from "../src/sealing/bytes.ts";
import { Conversation } from "../src/sealing/conversation.ts";
import { COUNSELLOR, VISITOR } from "../src/sealing/envelope.ts";
import { sealNote, sealPackage } from "../src/sealing/package.ts";
import { NO_CONVERSATION, type Purpose, sealKey } from "../src/sealing/hpke.ts";
import { derive, normalised, wrapKey } from "../src/sealing/return_code.ts";
import { Signs } from "../src/sealing/sign.ts";
import { read, write } from "./vectors.ts";

const python = read("talk-python");
const PURPOSES: Purpose[] = [
  "conversation-key/team",
  "conversation-key/staff",
  "conversation-key/recovery",
  "team-key/staff",
  "team-key/recovery",
  "handover/partner",
  "handover/staff",
  "recovery/proof",
];

const key = random(32);
const id = random(16);
const sessions = { visitor: random(16), counsellor: random(16) };

async function sides(): Promise<{ visitor: Conversation; counsellor: Conversation }> {
  const visitor = new Conversation(id, key, VISITOR);
  const counsellor = new Conversation(id, key, COUNSELLOR);
  await visitor.beginSession(sessions.visitor);
  await counsellor.beginSession(sessions.counsellor);
  return { visitor, counsellor };
}

const hex = () => ({
  key: toHex(key),
  conversation: toHex(id),
  visitor: toHex(sessions.visitor),
  counsellor: toHex(sessions.counsellor),
});

async function talk(): Promise<object> {
  const { visitor, counsellor } = await sides();
  const envelopes: string[] = [];
  for (const [number, { role, text }] of python.lines.entries()) {
    const [speaker, listener] = role === VISITOR ? [visitor, counsellor] : [counsellor, visitor];
    const envelope = await speaker.seal(text, python.first_sent_at + number);
    await listener.open(envelope);
    envelopes.push(toHex(envelope));
  }
  return { ...hex(), first_sent_at: python.first_sent_at, lines: python.lines, envelopes };
}

async function keys(): Promise<object[]> {
  const cases = [];
  for (const [epoch, purpose] of PURPOSES.entries()) {
    // A new key pair would need a private key that may leave the browser: the pair of Python's case is used.
    const pair = read("keys-python").keys[epoch];
    const conversation = purpose.startsWith("conversation") ? id : NO_CONVERSATION;
    const sealed = await sealKey(key, fromHex(pair.public), { purpose, conversation, epoch });
    const { private: privateKey, public: publicKey } = pair;
    const named = { private: privateKey, public: publicKey, key: toHex(key), sealed: toHex(sealed) };
    cases.push({ purpose, epoch, ...named, conversation: toHex(conversation) });
  }
  return cases;
}

/** Codes as people type them, with what they give and a key closed under each. */
async function returnCodes(): Promise<object[]> {
  const cases = [];
  for (const { code } of read("return-codes-python").codes) {
    const [salt, memory, passes] = [random(16), 256, 2];
    const { lookup, token, key: closing } = await derive(code, salt, { memory, passes });
    const wrap = await wrapKey(key, closing, id);
    const named = { salt, lookup, token, key: closing, wrap, conversation: id, conversation_key: key };
    const inHex = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, toHex(value)]));
    cases.push({ code, normalised: normalised(code), memory, passes, ...inHex });
  }
  return cases;
}

/** Python's table of tampering, done anew to envelopes that were sealed here. */
async function tampering(): Promise<object> {
  const { visitor, counsellor } = await sides();
  const one = await visitor.seal("one", 1);
  const two = await visitor.seal("two", 2);
  const three = await visitor.seal("three", 3);
  const kims = await counsellor.seal("from Kim", 1);
  const other = await new Conversation(random(16), key, VISITOR).seal("elsewhere", 1);
  const changed = (envelope: Uint8Array, place: number, value = (envelope[place] as number) ^ 1) =>
    Uint8Array.from(envelope, (byte, at) => (at === place ? value : byte));
  const table: [string, Uint8Array[], string][] = [
    ["the second before the first", [two], "out_of_sequence"],
    ["the third before the second, or the second dropped", [one, three], "out_of_sequence"],
    ["replayed at once", [one, one], "replayed"],
    ["replayed later", [one, two, three, two], "replayed"],
    ["spliced from another conversation", [other], "wrong_conversation"],
    ["reflected to the sender", [kims], "reflected"],
    ["reflected in another role", [changed(kims, 18, VISITOR)], "reflected"],
    ["reflected in another session", [changed(kims, 20)], "forged"],
    ["rewritten role", [changed(one, 18, COUNSELLOR)], "forged"],
    ["role that does not exist", [changed(one, 18, 0)], "wrong_role"],
    ["rewritten sequence", [changed(one, 38, 2)], "out_of_sequence"],
    ["changed hash", [one, changed(two, 70)], "broken_chain"],
    ["changed hash of the first", [changed(one, 60)], "broken_chain"],
    ["changed conversation", [changed(one, 2)], "wrong_conversation"],
    ["of another version", [changed(one, 0, 0)], "unknown_version"],
    ["of another suite", [changed(one, 1, 0)], "unknown_suite"],
    ["without its last byte", [one.slice(0, -1)], "bad_bucket"],
  ];
  for (const place of [20, 34, 71, 100, 200, one.length - 16, one.length - 1])
    table.push([`changed bit in byte ${place}`, [changed(one, place)], "forged"]);
  const cases = table.map(([what, envelopes, reason]) => ({ what, envelopes: envelopes.map(toHex), reason }));
  return { ...hex(), cases };
}

/** What Python handed over, sealed anew here to the same receivers, under other references and salts. */
async function packages(): Promise<object[]> {
  const cases = [];
  for (const { receiver, lines, public: publicKey, private: privateKey, content } of read("packages-python").packages) {
    const [reference, salt] = [random(16), random(32)];
    const key = fromBase64url(publicKey);
    const sealed = toHex(await sealPackage(fromHex(content), key, reference));
    const note = toHex(await sealNote(fromHex(content), key, reference));
    const hashed = await agreedHash(reference, salt, receiver, lines);
    const ground = await groundHash(reference, salt, receiver, lines[0] ?? "", lines);
    const told = { public: publicKey, fingerprint: await fingerprint(publicKey), agreed_hash: hashed, ground_hash: ground };
    const named = { reference: toHex(reference), salt: toHex(salt), private: privateKey, content, sealed, note };
    cases.push({ receiver, lines, ...told, ...named });
  }
  return cases;
}

write("packages-typescript", { packages: await packages() });
/** Python's signs, sealed here under this conversation's key. */
async function signs(): Promise<object> {
  const { signs, cases } = read("signs-python");
  const vera = new Signs(id, key, VISITOR, sessions.visitor);
  const sealed: string[] = [];
  for (const sign of signs) sealed.push(toHex(await vera.seal(sign)));
  const [one, two] = sealed.map(fromHex) as [Uint8Array, Uint8Array];
  const changed = toHex(Uint8Array.from(two, (byte, at) => (at === 90 ? byte ^ 1 : byte)));
  const kims = toHex(await new Signs(id, key, COUNSELLOR, sessions.counsellor).seal(signs[0]));
  const ours = [
    { what: "replayed", signs: [toHex(one), toHex(one)], reason: "replayed" },
    { what: "the first after the second", signs: [toHex(two), toHex(one)], reason: "replayed" },
    { what: "changed bit", signs: [toHex(one), changed], reason: "forged" },
    { what: "reflected to the sender", signs: [kims], reason: "reflected" },
    { what: "spliced from another conversation", signs: [cases[0].signs[0]], reason: "wrong_conversation" },
  ];
  return { ...hex(), signs, sealed, cases: ours };
}

write("talk-typescript", await talk());
write("keys-typescript", { keys: await keys() });
write("return-codes-typescript", { codes: await returnCodes() });
write("tampering-typescript", await tampering());
write("signs-typescript", await signs());
