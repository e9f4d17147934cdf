"""The textbook's view of parcels: one queryset, one GeoFeatureModelSerializer, a bbox filter, pages with a count."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from rest_framework import routers, serializers, viewsets
from rest_framework_gis.filters import InBBoxFilter
from rest_framework_gis.pagination import GeoJsonPagination
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from parcels.models import LandDocument, Officer, Parcel
from spatial.units import Rai

DEED = (
    LandDocument.objects.filter(parcel=OuterRef("pk")).order_by().values("parcel").annotate(m2=Sum("area_deed_wah") * 4)
)


class RaiField(serializers.ReadOnlyField):
    """Square metres as rai, ngan and square wah."""

    def to_representation(self, value: Any) -> Any:
        return Rai.from_m2(value).as_json()


class ParcelSerializer(GeoFeatureModelSerializer):
    application = serializers.ReadOnlyField(source="application.uid", default=None)
    application_no = serializers.ReadOnlyField(source="application.no", default=None)
    applicant_name = serializers.ReadOnlyField(source="application.applicant.name_th", default=None)
    tambon = serializers.ReadOnlyField(source="tambon_id")
    tambon_th = serializers.ReadOnlyField(source="tambon.name_th")
    tambon_en = serializers.ReadOnlyField(source="tambon.name_en")
    amphoe_th = serializers.ReadOnlyField(source="tambon.parent.name_th")
    amphoe_en = serializers.ReadOnlyField(source="tambon.parent.name_en")
    land_class = serializers.ReadOnlyField(source="land_class_id")
    state = serializers.ReadOnlyField(source="state_id")
    state_since = serializers.DateTimeField(source="application.state_since", default=None)
    model = serializers.ReadOnlyField(source="model_id")
    joined_area = RaiField(source="joined_area_m2")
    area = RaiField(source="area_calc_m2")
    area_deed_m2 = serializers.ReadOnlyField(source="deed")
    area_deed = RaiField(source="deed")
    capture_method = serializers.ReadOnlyField(source="capture_method_id")
    updated_by = serializers.ReadOnlyField(source="updated_by.username", default=None)

    class Meta:
        model = Parcel
        geo_field = "geom"
        id_field = "uid"
        fields = [
            "uid", "code", "name", "application", "application_no", "applicant_name", "tambon", "tambon_th", "tambon_en",
            "amphoe", "amphoe_th", "amphoe_en", "village_code", "land_class", "state", "state_since", "fy", "model",
            "joined_area_m2", "joined_area", "joined_is_estimate", "area_calc_m2", "area", "area_deed_m2", "area_deed",
            "capture_method", "source_crs", "crs_operation", "positional_accuracy_m", "version", "created_at",
            "updated_at", "updated_by",
        ]  # fmt: skip


class Pages(GeoJsonPagination):
    page_size = 100
    max_page_size = 100_000


class Parcels(viewsets.ReadOnlyModelViewSet):
    serializer_class = ParcelSerializer
    pagination_class = Pages
    lookup_field = "uid"
    bbox_filter_field = "geom"
    bbox_filter_include_overlapping = True
    filter_backends = (InBBoxFilter,)

    def get_queryset(self) -> QuerySet[Parcel]:
        officer = Officer.objects.get(user=self.request.user)
        rows = Parcel.objects.filter(withdrawn_at=None, tambon__code__startswith=officer.area)
        looked_up = rows.select_related("application__applicant", "tambon__parent", "updated_by")
        return looked_up.annotate(deed=Subquery(DEED.values("m2"))).order_by("pk")


router = routers.SimpleRouter()
router.register("parcels", Parcels, basename="parcel")
urlpatterns = router.urls
