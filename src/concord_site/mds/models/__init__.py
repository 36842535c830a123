"""What the room remembers; never a row about a person."""

from concord_site.mds.models.deliveries import Delivery, DeliveryFile, Explanation, Reading
from concord_site.mds.models.observatories import Consent
from concord_site.mds.models.profiles import SavedProfile
from concord_site.mds.models.questions import CellQuestion, QuestionMessage
from concord_site.mds.models.releases import NationalRelease
from concord_site.mds.models.uploads import Upload

__all__ = [
    "CellQuestion", "Consent", "Delivery", "DeliveryFile", "Explanation", "NationalRelease", "QuestionMessage",
    "Reading", "SavedProfile", "Upload",
]  # fmt: skip
