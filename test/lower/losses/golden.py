"""Makes golden.json: values and gradients of losses by PyTorch. Run as `python golden.py > golden.json` where torch is installed.

Where PyTorch has a loss, it is that function; focal, dice, Tversky and what detection heads learn, which it has not, are written here from their
papers and differentiated by autograd. Every case is a batch; its loss is what a train step descends, its gradient that of the prediction.
"""
import json
import torch
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
cases = []


def case(name, target_type, arguments, prediction, target, loss, encoded=None):
    """`encoded` is the target as a train step is fed it, where PyTorch takes it otherwise."""
    prediction = prediction.clone().requires_grad_()
    value = loss(prediction, target)
    value.backward()
    encoded = target if encoded is None else encoded
    cases.append({
        "name": name, "type": target_type, "arguments": arguments,
        "prediction": {"shape": list(prediction.shape), "data": prediction.detach().flatten().tolist()},
        "target": {"shape": list(encoded.shape), "data": encoded.flatten().tolist(), "integer": not encoded.is_floating_point()},
        "loss": round(value.item(), 9), "gradient": [round(each, 9) for each in prediction.grad.flatten().tolist()],
    })


def rounded(tensor):
    """Numbers that 32 bits hold exactly."""
    return (tensor * 64).round() / 64


# ── numbers ──
x, y = rounded(torch.randn(6) * 2), rounded(torch.randn(6) * 2)
v, w = rounded(torch.randn(4, 3) * 2), rounded(torch.randn(4, 3) * 2)
number, vector = {"kind": "number"}, {"kind": "vector", "size": 3}
pinball = lambda q: lambda p, t: torch.maximum(q * (t - p), (q - 1) * (t - p)).mean()
for kind, p, t in ((number, x, y), (vector, v, w)):
    case("mse", kind, {}, p, t, F.mse_loss)
    case("mae", kind, {}, p, t, F.l1_loss)
    case("huber", kind, {"delta": 0.75}, p, t, lambda p, t: F.huber_loss(p, t, delta=0.75))
    case("smooth_l1", kind, {"beta": 0.5}, p, t, lambda p, t: F.smooth_l1_loss(p, t, beta=0.5))
    case("quantile", kind, {"at": 0.25}, p, t, pinball(0.25))
counts = torch.tensor([0.0, 1.0, 2.0, 5.0, 11.0, 3.0])
for full in (False, True):
    for kind, shape in ((number, (6,)), (vector, (2, 3))):
        case("poisson_nll", kind, {"full": full}, x.view(shape), counts.view(shape), lambda p, t: F.poisson_nll_loss(p, t, log_input=True, full=full))
case("cosine", vector, {}, v, w, lambda p, t: F.cosine_embedding_loss(p, t, torch.ones(4)))

# ── classes ──
label = {"kind": "label", "labels": ["a", "b", "c"], "numeric": False}
mask = {"kind": "mask", "labels": ["a", "b", "c"], "numeric": False, "height": 2, "width": 4}
logits, codes = rounded(torch.randn(5, 3) * 2), torch.tensor([0, 2, 1, 1, 0])
maps = rounded(torch.randn(2, 3, 2, 4) * 2)
pixels = torch.tensor([[[0, 1, 2, 3], [1, 1, 0, 2]], [[3, 3, 0, 0], [2, 3, 3, 1]]])  # 3: not known
weights = [0.5, 2.0, 1.25]
tensor = torch.tensor(weights)


def focal(gamma, weight=None, ignored=3):
    def loss(p, t):
        logs = F.log_softmax(p, 1)
        known = t != ignored
        log = logs.gather(1, t.clamp(max=ignored - 1).unsqueeze(1)).squeeze(1)[known]
        by = torch.ones_like(log) if weight is None else weight[t[known]]
        return (-by * (1 - log.exp()) ** gamma * log).sum() / by.sum()
    return loss


def regions(p, t, alpha, beta, smooth):
    """Of each sample and class, over the pixels that are known."""
    known = (t != 3).unsqueeze(1)
    there = F.one_hot(t, 4)[..., :3].permute(0, 3, 1, 2).to(p.dtype)
    found = p.softmax(1) * known
    hits, above, below = (found * there).sum((2, 3)), (found * (1 - there)).sum((2, 3)), ((1 - found) * there).sum((2, 3))
    return (1 - (hits + smooth) / (hits + alpha * above + beta * below + smooth)).mean(1)


def cross(weight=None, smoothing=0.0):
    return lambda p, t: F.cross_entropy(p, t, weight=weight, ignore_index=3, label_smoothing=smoothing)


for kind, p, t in ((label, logits, codes), (mask, maps, pixels)):
    case("cross_entropy", kind, {}, p, t, cross())
    case("cross_entropy", kind, {"smoothing": 0.1}, p, t, cross(smoothing=0.1))
    case("cross_entropy", kind, {"weights": weights}, p, t, cross(tensor))
    case("cross_entropy", kind, {"weights": weights, "smoothing": 0.1}, p, t, cross(tensor, 0.1))
    for gamma in (0, 1, 2, 1.5):
        case("focal", kind, {"gamma": gamma}, p, t, focal(gamma))
    case("focal", kind, {"gamma": 2, "weights": weights}, p, t, focal(2, tensor))
case("dice", mask, {"smooth": 1}, maps, pixels, lambda p, t: regions(p, t, 0.5, 0.5, 0.5).mean())
case("tversky", mask, {"alpha": 0.3, "beta": 0.7, "smooth": 1}, maps, pixels, lambda p, t: regions(p, t, 0.3, 0.7, 1).mean())


def with_dice(p, t):
    known = (t != 3).to(p.dtype).mean((1, 2))
    return cross()(p, t) + 0.5 * (regions(p, t, 0.5, 0.5, 0.5) * known).sum() / known.sum()


case("cross_entropy", mask, {"dice": 0.5}, maps, pixels, with_dice)

# ── labels, each by itself ──
labels = {"kind": "labels", "labels": ["a", "b", "c"], "numeric": False}
there = torch.tensor([[1.0, 0, 1], [0, 0, 0], [1, 1, -1], [0, 1, 0], [-1, -1, -1]])  # −1: not known
known = there >= 0
scores = logits


def only_known(loss):
    return lambda p, t: loss(p, t.clamp(min=0))[known].mean()


case("bce", labels, {}, scores, there, only_known(lambda p, t: F.binary_cross_entropy_with_logits(p, t, reduction="none")))
case("bce", labels, {"weights": weights}, scores, there, only_known(lambda p, t: F.binary_cross_entropy_with_logits(p, t, pos_weight=tensor, reduction="none")))
case("bce", labels, {"smoothing": 0.1}, scores, there, only_known(lambda p, t: F.binary_cross_entropy_with_logits(p, t * 0.9 + 0.05, reduction="none")))


def sigmoid_focal(gamma, there, absent):
    def loss(p, t):
        right = torch.where(t > 0, p.sigmoid(), 1 - p.sigmoid())
        return -torch.where(t > 0, there * torch.ones_like(p), absent) * (1 - right) ** gamma * right.log()
    return only_known(loss)


case("focal", labels, {"gamma": 2}, scores, there, sigmoid_focal(2, 0.25, 0.75))
case("focal", labels, {"gamma": 1.5, "alpha": 0.4, "weights": weights}, scores, there, sigmoid_focal(1.5, 0.4 * tensor, 0.6))
case("focal", labels, {"gamma": 2, "weights": weights}, scores, there, sigmoid_focal(2, tensor, 1.0))


def region(p, t, alpha, beta, smooth):
    found, truth = p.sigmoid() * known, t.clamp(min=0)
    hits, above, below = (found * truth).sum(1), (found * (1 - truth)).sum(1), ((1 - found) * truth).sum(1)
    return (1 - (hits + smooth) / (hits + alpha * above + beta * below + smooth)).mean()


case("dice", labels, {"smooth": 1}, scores, there, lambda p, t: region(p, t, 0.5, 0.5, 0.5))
case("tversky", labels, {"alpha": 0.3, "beta": 0.7, "smooth": 0.5}, scores, there, lambda p, t: region(p, t, 0.3, 0.7, 0.5))

# ── points ──
keypoints = {"kind": "keypoints", "labels": ["left", "right"], "numeric": False}
places = rounded(torch.rand(3, 2, 2))
visible = torch.tensor([[1.0, 1], [0, 1], [1, 0]])
points = torch.cat([places * visible.unsqueeze(2), visible.unsqueeze(2)], 2)
guess = rounded(torch.rand(3, 2, 2))
seen = visible.bool()
for name, arguments, loss in (
    ("mse", {}, F.mse_loss), ("mae", {}, F.l1_loss), ("heat_map_mse", {"sigma": 2}, F.mse_loss),
    ("huber", {"delta": 0.25}, lambda p, t: F.huber_loss(p, t, delta=0.25)), ("smooth_l1", {"beta": 0.25}, lambda p, t: F.smooth_l1_loss(p, t, beta=0.25)),
):
    case(name, keypoints, arguments, guess, points, lambda p, t: loss(p[seen], t[..., :2][seen]))


def heat(p, t):
    rows, columns = torch.arange(4) + 0.5, torch.arange(6) + 0.5
    d = (columns.view(1, 1, 1, 6) - 6 * t[..., 0, None, None]) ** 2 + (rows.view(1, 1, 4, 1) - 4 * t[..., 1, None, None]) ** 2
    return F.mse_loss(p[seen], torch.exp(-d / (2 * 1.5 ** 2))[seen])


case("heat_map_mse", keypoints, {"sigma": 1.5}, rounded(torch.randn(3, 2, 4, 6)), points, heat)

# ── tags: a choice at each place, whose classes are the last axis ──
tags = {"kind": "tags", "labels": ["a", "b", "c"], "numeric": False, "over": "words", "max": 4}
places, words = rounded(torch.randn(3, 4, 3) * 2), torch.tensor([[0, 2, 3, 3], [1, 3, 1, 0], [2, 3, 3, 3]])  # 3: none there
for smoothing in (0.0, 0.1):
    case("cross_entropy", tags, {"smoothing": smoothing}, places, words, lambda p, t: cross(None, smoothing)(p.transpose(1, 2), t))
case("cross_entropy", tags, {"weights": weights}, places, words, lambda p, t: cross(tensor)(p.transpose(1, 2), t))
for gamma in (2, 1.5):
    case("focal", tags, {"gamma": gamma}, places, words, lambda p, t: focal(gamma)(p.transpose(1, 2), t))

# ── boxes: place by place and box by box ──


def assigned(boxes, levels, radius, reach):
    """The box that each place is to find, and the distances to its sides in strides."""
    found = []
    for index, (height, width) in enumerate(levels):
        first = levels[0][0] * levels[0][1]
        stride = lambda level: (first / (level[0] * level[1])) ** 0.5  # in strides of the first level
        nearest = 0 if index == 0 else reach * stride(levels[index - 1])
        farthest = float("inf") if index == len(levels) - 1 else reach * stride((height, width))
        for row in range(height):
            for column in range(width):
                best = None
                for code, left, top, right, bottom in boxes:
                    x, y = (column + 0.5) / width, (row + 0.5) / height
                    sides = [(x - left) * width, (y - top) * height, (right - x) * width, (bottom - y) * height]
                    across, down = abs(x - (left + right) / 2) * width, abs(y - (top + bottom) / 2) * height
                    size = max(max(x - left, right - x) * levels[0][1], max(y - top, bottom - y) * levels[0][0])
                    area = (right - left) * (bottom - top)
                    if min(sides) > 0 and max(across, down) < radius and nearest < size <= farthest and (best is None or area < best[0]):
                        best = (area, int(code), sides)
                found.append(best)
    return found


def giou(a, b):
    """Of two boxes [left, top, right, bottom] (Rezatofighi et al. 2019, algorithm 1)."""
    area = lambda box: (box[2] - box[0]).clamp(min=0) * (box[3] - box[1]).clamp(min=0)
    both = area([torch.maximum(a[0], b[0]), torch.maximum(a[1], b[1]), torch.minimum(a[2], b[2]), torch.minimum(a[3], b[3])])
    hull = area([torch.minimum(a[0], b[0]), torch.minimum(a[1], b[1]), torch.maximum(a[2], b[2]), torch.maximum(a[3], b[3])])
    union = area(a) + area(b) - both
    return both / union - (hull - union) / hull


def detected(levels, classes, gamma=2.0, alpha=0.25, box=1.0, middle=1.0, radius=1.5, reach=8.0):
    def loss(prediction, samples):
        total, count = torch.tensor(0.0), 0
        for rows, boxes in zip(prediction, samples):
            found = assigned(boxes, levels, radius, reach)
            assert len(found) == len(rows)
            for row, thing in zip(rows, found):
                truth = torch.zeros(classes)
                if thing is not None:
                    _, code, (l, t, r, b) = thing
                    truth[code] = 1
                    sides = row[classes:classes + 4]
                    corners = lambda left, top, right, bottom: [-left, -top, right, bottom]
                    wanted = corners(*(torch.tensor(side) for side in (l, t, r, b)))
                    near = (min(l, r) / max(l, r) * min(t, b) / max(t, b)) ** 0.5
                    total = total + box * (1 - giou(corners(*sides), wanted))
                    total = total + middle * F.binary_cross_entropy_with_logits(row[classes + 4], torch.tensor(near))
                p = row[:classes].sigmoid()
                right = torch.where(truth > 0, p, 1 - p)
                total = total - (torch.where(truth > 0, alpha, 1 - alpha) * (1 - right) ** gamma * right.log()).sum()
            count += max(1, sum(thing is not None for thing in found))
        return total / count
    return loss


def boxes_case(samples, levels, labels, most, **arguments):
    places = sum(height * width for height, width in levels)
    prediction = torch.cat([torch.randn(len(samples), places, len(labels)) * 2 - 2, torch.rand(len(samples), places, 4) * 2 + 0.5, torch.randn(len(samples), places, 1)], 2)
    encoded = torch.full((len(samples), most, 5), 0.0)
    encoded[..., 0] = -1
    for index, boxes in enumerate(samples):
        for place, each in enumerate(boxes):
            encoded[index, place] = torch.tensor(each)
    kind = {"kind": "boxes", "labels": labels, "numeric": False, "max": most, "levels": [{"height": height, "width": width} for height, width in levels]}
    case("detection", kind, arguments, rounded(prediction), samples, detected(levels, len(labels), **arguments), encoded=encoded)
    return [[thing is not None for thing in assigned(boxes, levels, arguments.get("radius", 1.5), arguments.get("reach", 8.0))] for boxes in samples]


# A small box within a large one, a box that holds no place, an image without boxes, and one whose box covers it.
several = [[[0, 0.05, 0.1, 0.61, 0.93], [1, 0.21, 0.3, 0.47, 0.58], [1, 0.85, 0.9, 0.9, 0.95]], [], [[1, 0, 0, 1, 1], [0, 0.52, 0.55, 0.98, 0.97]]]
chosen = boxes_case(several, [(4, 6)], ["a", "b"], 4)
assert [sum(each) for each in chosen] == [9, 0, 9], chosen
boxes_case(several, [(4, 6)], ["a", "b"], 3, gamma=1.5, alpha=0.4, box=2.0, middle=0.5, radius=0.8)
# Boxes of three sizes on two levels, and places that neither level has for a box.
sizes = [[[0, 0.03, 0.07, 0.95, 0.91], [0, 0.55, 0.52, 0.78, 0.8]], [[0, 0.1, 0.2, 0.72, 0.6], [0, 0.52, 0.1, 0.9, 0.49]]]
chosen = boxes_case(sizes, [(4, 4), (2, 2)], ["a"], 2, reach=1.6)
assert all(any(each[:16]) and any(each[16:]) for each in chosen), chosen

# ── text: a choice among pieces at each place, up to the end ──
text = {"kind": "text", "max": 4, "vocabulary": 5}
pieces, written = rounded(torch.randn(3, 4, 5) * 2), torch.tensor([[3, 4, 2, 5], [2, 5, 5, 5], [4, 4, 3, 1]])  # 2: the end, 5: beyond it
for smoothing in (0.0, 0.2):
    case("cross_entropy", text, {"smoothing": smoothing}, pieces, written,
         lambda p, t: F.cross_entropy(p.reshape(-1, 5), t.reshape(-1), ignore_index=5, label_smoothing=smoothing))

# ── many classes, which are looked up ──
names = [str(index) for index in range(70)]
weights = [0.25 + (index % 7) / 4 for index in range(70)]
tensor = torch.tensor(weights)
label, tags = ({"kind": kind, "labels": names, "numeric": True} for kind in ("label", "tags"))
tags |= {"over": "words", "max": 3}
logits, codes = rounded(torch.randn(4, 70) * 2), torch.tensor([0, 69, 31, 31])
places, words = rounded(torch.randn(2, 3, 70) * 2), torch.tensor([[0, 69, 70], [35, 70, 70]])  # 70: not known
along = lambda loss: lambda p, t: loss(p.transpose(1, 2) if p.dim() == 3 else p, t)
for kind, p, t in ((label, logits, codes), (tags, places, words)):
    for given, weight in (({}, None), ({"weights": weights}, tensor)):
        case("cross_entropy", kind, given, p, t, along(lambda p, t: F.cross_entropy(p, t, weight=weight, ignore_index=70)))
        case("cross_entropy", kind, {**given, "smoothing": 0.1}, p, t, along(lambda p, t: F.cross_entropy(p, t, weight=weight, ignore_index=70, label_smoothing=0.1)))
        case("focal", kind, {**given, "gamma": 2}, p, t, along(focal(2, weight, 70)))

print(json.dumps(cases))
