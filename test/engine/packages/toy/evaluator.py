"""A classifier by the sign of a number, evaluated over the dataset `signs`."""
from starwhale import evaluation, multi_classification

LABELS = ["minus", "plus"]


@evaluation.predict(replicas=1)
def guess(data):
    return {"label": "plus" if data["number"] >= 0 else "minus"}


@evaluation.evaluate(needs=[guess], use_predict_auto_log=True)
@multi_classification(confusion_matrix_normalize="all", show_roc_auc=False, all_labels=LABELS)
def score(results):
    truth, guesses = [], []
    for row in results:
        truth.append(row["input"]["label"])
        guesses.append(row["output"]["label"])
    return truth, guesses


@evaluation.evaluate(needs=[guess])
def stumble(results):
    """Fails while reading: the real engine then never ends by itself."""
    for _ in results:
        raise LookupError("stumbled over the first result")
