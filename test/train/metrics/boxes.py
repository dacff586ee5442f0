"""Makes boxes.json: what is detected in predictions of places, and their average precision. Run as `python boxes.py > boxes.json` where numpy is
installed. Written after COCO's evaluation (Lin et al. 2014): sorting all detections by score, of each class by itself, which the compiler does not.
"""
import json
import numpy as np

random = np.random.default_rng(11)
levels = [(6, 8), (3, 4)]
labels = ["car", "van", "tram"]
most = 6
samples = 12


def overlaps(a, b):
    corner = np.maximum(a[:, None, :2], b[None, :, :2])
    opposite = np.minimum(a[:, None, 2:], b[None, :, 2:])
    both = np.prod(np.clip(opposite - corner, 0, None), 2)
    areas = [np.prod(boxes[:, 2:] - boxes[:, :2], 1) for boxes in (a, b)]
    return both / np.maximum(areas[0][:, None] + areas[1][None] - both, 1e-12)


def boxes(count):
    size = random.uniform(0.12, 0.5, (count, 2))
    corner = random.uniform(0, 1, (count, 2)) * (1 - size)
    return np.concatenate([corner, corner + size], 1)


places = np.array([((c + 0.5) / w, (r + 0.5) / h, w, h) for h, w in levels for r in range(h) for c in range(w)])
sigmoid = lambda z: 1 / (1 + np.exp(-z))
truth, predictions = [], []
for sample in range(samples):
    count = sample % 4
    codes, things = random.integers(0, len(labels), count), np.round(boxes(count) * 64) / 64
    truth.append((codes, things))
    rows = np.concatenate([random.normal(-3 if sample == 3 else -7, 1.2, (len(places), 3)), random.uniform(0.3, 2, (len(places), 4)), random.normal(0, 1, (len(places), 1))], 1)
    for code, (left, top, right, bottom) in zip(codes, things):
        x, y, w, h = places.T
        inside = (x > left) & (x < right) & (y > top) & (y < bottom)
        sides = np.stack([(x - left) * w, (y - top) * h, (right - x) * w, (bottom - y) * h], 1)
        # Some things are not seen, some are taken for another.
        seen = code if random.uniform() < 0.8 else (code + 1) % 3
        rows[inside, seen] = random.normal(1.5 if random.uniform() < 0.8 else -3, 1.5, inside.sum())
        rows[inside, 3:7] = sides[inside] * random.uniform(0.75, 1.3, (inside.sum(), 4))
    predictions.append(np.round(rows * 64) / 64)


def detect(rows):
    x, y, w, h = places.T
    l, t, r, b = rows[:, 3:7].T
    found = np.clip(np.stack([x - l / w, y - t / h, x + r / w, y + b / h], 1), 0, 1)
    kept = []
    for code in range(len(labels)):
        scores = np.sqrt(sigmoid(rows[:, code]) * sigmoid(rows[:, 7]))
        order = [index for index in np.argsort(-scores, kind="stable") if scores[index] >= 0.05]
        while order:
            best, order = order[0], order[1:]
            kept.append((scores[best], code, *found[best]))
            if order:
                order = [index for index, shared in zip(order, overlaps(found[[best]], found[order])[0]) if shared <= 0.6]
    return sorted(kept, key=lambda each: -each[0])[:100]


def average_precision(detected, code, least):
    matched, scores, count = [], [], 0
    for (codes, things), found in zip(truth, detected):
        things = things[codes == code]
        count += len(things)
        free = np.ones(len(things), bool)
        for score, other, *box in found:
            if other != code:
                continue
            shared = np.where(free, overlaps(np.array([box]), things)[0], -1) if len(things) else np.array([-1.0])
            hit = shared.max() >= least
            if hit:
                free[shared.argmax()] = False
            matched.append(hit)
            scores.append(score)
    if count == 0:
        return None
    order = np.argsort(-np.array(scores), kind="stable")
    right = np.cumsum(np.array(matched)[order])
    precision, recall = right / np.arange(1, len(right) + 1), right / count
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(recall, np.linspace(0, 1, 101), side="left")
    return np.mean([precision[index] if index < len(precision) else 0 for index in at])


detected = [detect(rows) for rows in predictions]


def mean(thresholds):
    areas = [average_precision(detected, code, least) for least in thresholds for code in range(len(labels))]
    return float(np.mean([area for area in areas if area is not None]))


encoded = np.zeros((samples, most, 5))
encoded[..., 0] = -1
for index, (codes, things) in enumerate(truth):
    encoded[index, :len(codes)] = np.concatenate([codes[:, None], things], 1)
print(json.dumps({
    "type": {"kind": "boxes", "labels": labels, "numeric": False, "max": most, "levels": [{"height": h, "width": w} for h, w in levels]},
    "prediction": {"shape": [samples, len(places), 8], "data": np.stack(predictions).flatten().tolist()},
    "target": {"shape": [samples, most, 5], "data": encoded.flatten().tolist()},
    "detected": [[[round(float(value), 5) for value in each] for each in found] for found in detected],
    "map_50": mean([0.5]), "map_50_95": mean(np.linspace(0.5, 0.95, 10)),
}))
