"""FHIR R4: an instrument as a Questionnaire and back as a draft; answers as a QuestionnaireResponse and back.

Public face: :func:`questionnaire` → :class:`Written`; :func:`draft` → :class:`Draft`; :func:`response`;
:func:`take` → :class:`Taken`.
"""

from concord.instrument.fhir.answers_in import Taken, take
from concord.instrument.fhir.drafting import Draft, draft
from concord.instrument.fhir.questionnaire import Written, questionnaire
from concord.instrument.fhir.responses import response

__all__ = ["Draft", "Taken", "Written", "draft", "questionnaire", "response", "take"]
