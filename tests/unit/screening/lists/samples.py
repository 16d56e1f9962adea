"""Small files in the official layouts, about parties that do not exist."""

import csv
import io
import json

from openpyxl import Workbook

CSL_COLUMNS = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
    "start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,"
    "gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,"
    "alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids"
).split(",")


def table(columns, *rows, delimiter=",", banner=""):
    """Write rows, given as dicts, under a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return (banner + out.getvalue()).encode()


def csl_row(**cells):
    plain = {
        "_id": "c0ffee", "source": "Entity List (EL) - Bureau of Industry and Security",
        "name": "Quorra Optical Works", "alt_names": "Kvorra Optik; and QOW",
        "addresses": "12 Lantern Road, Urumqi, Xinjiang, CN; Plot 9, Almaty, KZ",
        "federal_register_notice": "99 FR 11111", "start_date": "2031-02-03",
        "license_policy": "Case-by-case review for ECCN 1A004.c.", "remarks": "See the notice.",
    }  # fmt: skip
    return plain | cells


CSL_CSV = table(
    CSL_COLUMNS,
    csl_row(),
    csl_row(
        source="Specially Designated Nationals (SDN) - Treasury Department",
        entity_number="90001", type="Individual", programs="GLOMAG; SDGT", name="Bram OKTAVIN",
        alt_names="", addresses="", nationalities="BY", dates_of_birth="1971-05-06; circa 1972",
        ids="Passport, AB123456, BY; Gender, Male", license_policy="", start_date="",
        federal_register_notice="", remarks="",
    ),
)  # fmt: skip

CSL_JSON = json.dumps(
    {
        "search_performed_at": "2031-02-04T05:00:00Z",
        "results": [
            {
                "id": "c0ffee", "source": "Entity List (EL) - Bureau of Industry and Security",
                "source_list_url": "https://example.gov/el", "name": "Quorra Optical Works",
                "alt_names": ["Kvorra Optik", "and QOW"], "entity_number": None, "type": None,
                "addresses": [
                    {"address": "12 Lantern Road", "city": "Urumqi", "state": "Xinjiang",
                     "postal_code": None, "country": "CN"},
                    {"address": "Plot 9", "city": "Almaty", "state": None, "postal_code": None,
                     "country": "KZ"},
                ],
                "programs": [], "ids": [], "nationalities": [], "citizenships": [],
                "dates_of_birth": [], "federal_register_notice": "99 FR 11111",
                "start_date": "2031-02-03", "end_date": None,
                "license_policy": "Case-by-case review for ECCN 1A004.c.",
                "remarks": "See the notice.",
            },
            {
                "id": "beef", "source": "Specially Designated Nationals (SDN) - Treasury Department",
                "name": "Bram OKTAVIN", "alt_names": [], "entity_number": 90001,
                "type": "Individual", "addresses": [], "programs": ["GLOMAG", "SDGT"],
                "nationalities": ["BY"], "citizenships": None,
                "dates_of_birth": ["1971-05-06", "circa 1972"],
                "ids": [{"type": "Passport", "number": "AB123456", "country": "BY",
                         "issue_date": None, "expiration_date": None},
                        {"type": "Gender", "number": "Male", "country": None}],
            },
        ],
        "total": 2,
    },
    indent=1,
).encode()  # fmt: skip

SDN_CSV = (
    b'90001,"OKTAVIN, Bram","individual","GLOMAG] [SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    b"\"DOB 06 May 1971; nationality Belarus; a.k.a. 'BO'; Passport AB123456 (Bela\"\n"
    b'90002,"QUORRA TANKERS",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\x1a'
)
ALT_CSV = b'90001,7,"aka","OKTAWIN, Bramm",-0- \n90002,8,"fka","QUORRA SHIPPING",-0- \n\x1a'
ADD_CSV = b'90001,1,"5 Mill Lane","Brest 224000","Belarus",-0- \n90002,2,-0- ,-0- ,"Panama",-0- \n'
COMMENTS_CSV = b'90001,"rus); Tax ID No. 77001 (Belarus)."\n'

SDN_XML = b"""<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation><Publish_Date>02/04/2031</Publish_Date><Record_Count>2</Record_Count>
  </publshInformation>
  <sdnEntry><uid>90001</uid><firstName>Bram</firstName><lastName>OKTAVIN</lastName>
    <sdnType>Individual</sdnType><remarks>(Linked To: QUORRA TANKERS)</remarks>
    <programList><program>GLOMAG</program><program>SDGT</program></programList>
    <idList><id><uid>1</uid><idType>Passport</idType><idNumber>AB123456</idNumber>
      <idCountry>Belarus</idCountry></id></idList>
    <akaList><aka><uid>2</uid><type>a.k.a.</type><category>weak</category>
      <lastName>BO</lastName></aka>
      <aka><uid>3</uid><type>f.k.a.</type><category>strong</category>
      <lastName>OKTAWIN</lastName><firstName>Bramm</firstName></aka></akaList>
    <addressList><address><uid>4</uid><address1>5 Mill Lane</address1><city>Brest</city>
      <postalCode>224000</postalCode><country>Belarus</country></address></addressList>
    <nationalityList><nationality><uid>5</uid><country>Belarus</country>
      <mainEntry>true</mainEntry></nationality></nationalityList>
    <dateOfBirthList><dateOfBirthItem><uid>6</uid><dateOfBirth>06 May 1971</dateOfBirth>
      <mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
  </sdnEntry>
  <sdnEntry><uid>90003</uid><lastName>LANTERN STAR</lastName><sdnType>Vessel</sdnType>
    <programList><program>SDGT</program></programList>
    <idList><id><uid>7</uid><idType>Vessel Registration Identification</idType>
      <idNumber>IMO 9999999</idNumber></id></idList>
    <vesselInfo><vesselFlag>Panama</vesselFlag></vesselInfo>
  </sdnEntry>
</sdnList>
"""

CONS_XML = (
    SDN_XML.replace(b"GLOMAG", b"UKRAINE-EO13662")
    .replace(b"90001", b"91001")
    .replace(b"90003", b"91003")
)

ADVANCED_XML = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML">
  <DateOfIssue CalendarTypeID="1"><Year>2031</Year><Month>2</Month><Day>4</Day></DateOfIssue>
  <ReferenceValueSets>
    <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>
      <AliasType ID="1403">Name</AliasType></AliasTypeValues>
    <AreaCodeValues><AreaCode ID="11400" CountryID="11400" Description="Belarus">BY</AreaCode>
    </AreaCodeValues>
    <CountryValues><Country ID="11400" ISO2="BY">Belarus</Country></CountryValues>
    <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType>
      <FeatureType ID="10">Nationality Country</FeatureType>
      <FeatureType ID="13">SWIFT/BIC</FeatureType>
      <FeatureType ID="25">Location</FeatureType></FeatureTypeValues>
    <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
    <ListValues><List ID="1550">SDN List</List></ListValues>
    <LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType>
      <LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
    <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType>
      <NamePartType ID="1521">First Name</NamePartType>
      <NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
    <PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
      <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
    <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
    </PartyTypeValues>
    <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType>
      <SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
  </ReferenceValueSets>
  <Locations>
    <Location ID="500"><LocationAreaCode AreaCodeID="11400"/><LocationCountry CountryID="11400"/>
      <LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Value>5 Mill Lane</Value>
      </LocationPartValue></LocationPart>
      <LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Brest</Value>
      </LocationPartValue></LocationPart></Location>
    <Location ID="501"><LocationCountry CountryID="11400"/></Location>
  </Locations>
  <IDRegDocuments><IDRegDocument ID="900" IDRegDocTypeID="1571" IdentityID="31"
    IssuedBy-CountryID="11400"><IDRegistrationNo>AB123456</IDRegistrationNo></IDRegDocument>
  </IDRegDocuments>
  <DistinctParties>
    <DistinctParty FixedRef="90001"><Comment>(Linked To: QUORRA TANKERS)</Comment>
      <Profile ID="90001" PartySubTypeID="4">
        <Identity ID="31" FixedRef="90001" Primary="true">
          <Alias FixedRef="90001" AliasTypeID="1400" Primary="false" LowQuality="true">
            <DocumentedName ID="1"><DocumentedNamePart>
              <NamePartValue NamePartGroupID="71" ScriptID="215">BO</NamePartValue>
            </DocumentedNamePart></DocumentedName></Alias>
          <Alias FixedRef="90001" AliasTypeID="1403" Primary="true" LowQuality="false">
            <DocumentedName ID="2" DocNameStatusID="1">
              <DocumentedNamePart><NamePartValue NamePartGroupID="72">Bram</NamePartValue>
              </DocumentedNamePart>
              <DocumentedNamePart><NamePartValue NamePartGroupID="71">OKTAVIN</NamePartValue>
              </DocumentedNamePart></DocumentedName>
            <DocumentedName ID="3" DocNameStatusID="2">
              <DocumentedNamePart><NamePartValue NamePartGroupID="72">Брам</NamePartValue>
              </DocumentedNamePart>
              <DocumentedNamePart><NamePartValue NamePartGroupID="71">Октавин</NamePartValue>
              </DocumentedNamePart></DocumentedName></Alias>
          <NamePartGroups>
            <MasterNamePartGroup><NamePartGroup ID="71" NamePartTypeID="1520"/></MasterNamePartGroup>
            <MasterNamePartGroup><NamePartGroup ID="72" NamePartTypeID="1521"/></MasterNamePartGroup>
          </NamePartGroups>
        </Identity>
        <Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod>
          <Start><From><Year>1971</Year><Month>5</Month><Day>6</Day></From>
            <To><Year>1971</Year><Month>5</Month><Day>6</Day></To></Start>
          <End><From><Year>1971</Year><Month>5</Month><Day>6</Day></From>
            <To><Year>1971</Year><Month>5</Month><Day>6</Day></To></End>
          </DatePeriod></FeatureVersion></Feature>
        <Feature ID="2" FeatureTypeID="25"><FeatureVersion ID="2">
          <VersionLocation LocationID="500"/></FeatureVersion></Feature>
        <Feature ID="3" FeatureTypeID="10"><FeatureVersion ID="3">
          <VersionLocation LocationID="501"/></FeatureVersion></Feature>
      </Profile></DistinctParty>
    <DistinctParty FixedRef="90002"><Comment/>
      <Profile ID="90002" PartySubTypeID="3">
        <Identity ID="32" FixedRef="90002" Primary="true">
          <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="4">
            <DocumentedNamePart><NamePartValue NamePartGroupID="73">QUORRA BANK</NamePartValue>
            </DocumentedNamePart></DocumentedName></Alias>
          <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="73" NamePartTypeID="1525"/>
          </MasterNamePartGroup></NamePartGroups>
        </Identity>
        <Feature ID="4" FeatureTypeID="13"><FeatureVersion ID="4">
          <VersionDetail DetailTypeID="1432">QUORBY2X</VersionDetail></FeatureVersion></Feature>
      </Profile></DistinctParty>
  </DistinctParties>
  <SanctionsEntries>
    <SanctionsEntry ID="1" ProfileID="90001" ListID="1550">
      <EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1"><Date CalendarTypeID="1">
        <Year>2030</Year><Month>12</Month><Day>31</Day></Date></EntryEvent>
      <SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>GLOMAG</Comment></SanctionsMeasure>
      <SanctionsMeasure ID="2" SanctionsTypeID="1705"><Comment/></SanctionsMeasure>
    </SanctionsEntry>
  </SanctionsEntries>
</Sanctions>
""".encode()

EU_XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2031-02-04T01:02:03.000+01:00"
 globalFileId="1">
  <sanctionEntity designationDate="2030-12-31" designationDetails="" unitedNationId="QDi.999"
   euReferenceNumber="EU.9001.1" logicalId="13">
    <remark>Head of the works.</remark>
    <regulation regulationType="amendment" organisationType="council" publicationDate="2031-01-02"
     entryIntoForceDate="2031-01-01" numberTitle="2031/1 (OJ L1)" programme="BLR" logicalId="1">
      <publicationUrl>http://example.eu/act</publicationUrl></regulation>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="" middleName="" lastName="" wholeName="B.O." strong="false" logicalId="2"
     nameLanguage=""/>
    <nameAlias firstName="Bram" middleName="" lastName="Oktavin" wholeName="Bram Oktavin"
     strong="true" logicalId="3" nameLanguage="EN"/>
    <nameAlias firstName="" middleName="" lastName="" wholeName="Брам Октавин" strong="true"
     logicalId="4" nameLanguage="RU"/>
    <citizenship countryIso2Code="BY" countryDescription="BELARUS" logicalId="5"/>
    <birthdate circa="false" calendarType="GREGORIAN" city="" year="1971" monthOfYear="5"
     dayOfMonth="6" birthdate="1971-05-06" countryIso2Code="00" countryDescription="UNKNOWN"/>
    <identification diplomatic="false" number="AB123456" countryIso2Code="BY"
     identificationTypeCode="passport" identificationTypeDescription="National passport"/>
    <address city="Brest" street="5 Mill Lane" poBox="" zipCode="224000" region="" place=""
     countryIso2Code="BY" countryDescription="BELARUS"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.9002.1" logicalId="14">
    <regulation entryIntoForceDate="2031-01-01" numberTitle="2031/1" programme="BLR"/>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Quorra Tankers" strong="true"/>
  </sanctionEntity>
</export>
""".encode()

EU_COLUMNS = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;"
    "Entity_DesignationDate;Entity_DesignationDetails;Entity_Remark;Entity_SubjectType;"
    "Entity_SubjectType_ClassificationCode;Entity_Regulation_NumberTitle;"
    "Entity_Regulation_EntryIntoForceDate;Entity_Regulation_Programme;NameAlias_WholeName;NameAlias_Remark;Address_City;Address_Street;"
    "Address_ZipCode;Address_CountryIso2Code;BirthDate_BirthDate;BirthDate_Year;"
    "Identification_Number;Identification_TypeCode;Identification_TypeDescription;"
    "Identification_CountryIso2Code;Citizenship_CountryIso2Code"
).split(";")
_EU_PERSON = {
    "fileGenerationDate": "04/02/2031", "Entity_LogicalId": "13",
    "Entity_EU_ReferenceNumber": "EU.9001.1", "Entity_UnitedNationId": "QDi.999",
    "Entity_DesignationDate": "2030-12-31", "Entity_Remark": "Head of the works.",
    "Entity_SubjectType": "P", "Entity_SubjectType_ClassificationCode": "person",
    "Entity_Regulation_NumberTitle": "2031/1 (OJ L1)", "Entity_Regulation_Programme": "BLR",
}  # fmt: skip
EU_CSV = b"\xef\xbb\xbf" + table(
    EU_COLUMNS,
    _EU_PERSON | {"NameAlias_WholeName": "B.O.", "NameAlias_Remark": "low quality alias"},
    _EU_PERSON | {"NameAlias_WholeName": "Bram Oktavin"},
    _EU_PERSON | {"NameAlias_WholeName": "Брам Октавин"},
    _EU_PERSON | {"Address_City": "Brest", "Address_Street": "5 Mill Lane",
                  "Address_ZipCode": "224000", "Address_CountryIso2Code": "BY"},
    _EU_PERSON | {"BirthDate_BirthDate": "1971-05-06", "BirthDate_Year": "1971"},
    _EU_PERSON | {"Identification_Number": "AB123456", "Identification_TypeCode": "passport",
                  "Identification_TypeDescription": "National passport",
                  "Identification_CountryIso2Code": "BY"},
    _EU_PERSON | {"Citizenship_CountryIso2Code": "BY"},
    {"Entity_LogicalId": "14", "Entity_EU_ReferenceNumber": "EU.9002.1", "Entity_SubjectType": "E",
     "Entity_Regulation_EntryIntoForceDate": "2031-01-01",
     "Entity_Regulation_Programme": "BLR", "NameAlias_WholeName": "Quorra Tankers"},
    delimiter=";",
)  # fmt: skip

UK_XML = """<?xml version="1.0" encoding="utf-8"?>
<Designations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<DateGenerated>04/02/2031</DateGenerated>
<Designation><LastUpdated>03/02/2031</LastUpdated><DateDesignated>05/01/2031</DateDesignated>
  <UniqueID>BLR9001</UniqueID><OFSIGroupID>19001</OFSIGroupID>
  <UNReferenceNumber>QDi.999</UNReferenceNumber>
  <Names>
    <Name><Name6>BO</Name6><NameType>Alias</NameType>
      <AliasStrength>Low quality a.k.a</AliasStrength></Name>
    <Name><Name1>Bram</Name1><Name6>OKTAVIN</Name6><NameType>Primary Name</NameType></Name>
    <Name><Name1>Bramm</Name1><Name6>OKTAWIN</Name6><NameType>Primary Name Variation</NameType></Name>
  </Names>
  <NonLatinNames><NonLatinName><NameNonLatinScript>Брам Октавин</NameNonLatinScript>
    <NonLatinScriptType>Cyrillic</NonLatinScriptType></NonLatinName></NonLatinNames>
  <RegimeName>The Belarus (Sanctions) Regulations</RegimeName>
  <IndividualEntityShip>Individual</IndividualEntityShip>
  <DesignationSource>UK</DesignationSource><SanctionsImposed>Asset freeze</SanctionsImposed>
  <OtherInformation>Also known in Brest.</OtherInformation>
  <UKStatementofReasons>Head of the works.</UKStatementofReasons>
  <Addresses><Address><AddressLine1>5 Mill Lane</AddressLine1><AddressLine6>Brest</AddressLine6>
    <AddressPostalCode>224000</AddressPostalCode><AddressCountry>Belarus</AddressCountry>
  </Address></Addresses>
  <IndividualDetails><Individual><DOBs><DOB>06/05/1971</DOB><DOB>dd/mm/1972</DOB></DOBs>
    <Nationalities><Nationality>Belarus</Nationality></Nationalities>
    <PassportDetails><Passport><PassportNumber>AB123456</PassportNumber></Passport></PassportDetails>
  </Individual></IndividualDetails>
</Designation>
<Designation><UniqueID>BLR9002</UniqueID>
  <Names><Name><Name6>LANTERN STAR</Name6><NameType>Primary Name</NameType></Name></Names>
  <RegimeName>The Belarus (Sanctions) Regulations</RegimeName>
  <IndividualEntityShip>Ship</IndividualEntityShip>
  <ShipDetails><Ship><IMONumbers><IMONumber>9999999</IMONumber></IMONumbers>
    <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Panama</CurrentBelievedFlagOfShip>
    </CurrentBelievedFlagOfShips></Ship></ShipDetails>
</Designation>
</Designations>
""".encode()

UK_COLUMNS = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,"
    "Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script type,"
    "Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed,"
    "Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,"
    "Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,"
    "Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),"
    "National Identifier number,National Identifier additional information,Passport number,"
    "Passport additional information,Position,Gender,Town of birth,Country of birth,"
    "Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,"
    "Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,"
    "Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,"
    "Hull identification number (HIN)"
).split(",")
_UK_PERSON = {
    "Last Updated": "03/02/2031", "Unique ID": "BLR9001", "UN Reference Number": "QDi.999",
    "Regime Name": "The Belarus (Sanctions) Regulations", "Designation Type": "Individual",
    "Other Information": "Also known in Brest.", "UK Statement of Reasons": "Head of the works.",
    "Date Designated": "05/01/2031", "D.O.B": "(1) 06/05/1971 (2) dd/mm/1972",
    "Nationality(/ies)": "Belarus", "Passport number": "AB123456",
}  # fmt: skip
UK_CSV = table(
    UK_COLUMNS,
    _UK_PERSON | {"Name 6": "BO", "Name type": "Alias", "Alias strength": "Low quality a.k.a"},
    _UK_PERSON | {"Name 6": "OKTAVIN", "Name 1": "Bram", "Name type": "Primary Name",
                  "Name non-latin script": "Брам Октавин", "Address Line 1": "5 Mill Lane",
                  "Address Line 6": "Brest", "Address Postal Code": "224000",
                  "Address Country": "Belarus"},
    _UK_PERSON | {"Name 6": "OKTAWIN", "Name 1": "Bramm", "Name type": "Primary Name Variation"},
    {"Unique ID": "BLR9002", "Name 6": "LANTERN STAR", "Name type": "Primary Name",
     "Regime Name": "The Belarus (Sanctions) Regulations", "Designation Type": "Ship",
     "IMO number": "9999999", "Current believed flag of ship": "Panama"},
    banner="Report Date: 04-Feb-2031\n",
)  # fmt: skip

OFSI_COLUMNS = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,"
    "Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of Birth,"
    "Nationality,Passport Number,Passport Details,National Identification Number,"
    "National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,"
    "Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,"
    "Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID"
).split(",")
_OFSI_PERSON = {
    "DOB": "00/05/1971", "Nationality": "Belarus", "Group Type": "Individual",
    "Regime": "Belarus", "Listed On": "05/01/2031", "Group ID": "19001",
    "Passport Number": "AB123456", "Other Information": "(UK Sanctions List Ref):BLR9001.",
    "Address 1": "5 Mill Lane", "Address 6": "Brest", "Post/Zip Code": "224000",
    "Country": "Belarus",
}  # fmt: skip
OFSI_CSV = table(
    OFSI_COLUMNS,
    _OFSI_PERSON | {"Name 6": "BO", "Alias Type": "AKA", "Alias Quality": "Low"},
    _OFSI_PERSON | {"Name 6": "OKTAVIN", "Name 1": "Bram", "Alias Type": "Primary name",
                    "Name Non-Latin Script": "Брам Октавин"},
    banner="Last Updated,04/02/2031\n",
)  # fmt: skip

UN_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 dateGenerated="2031-02-04T00:00:09.554Z">
  <INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM>
    <FIRST_NAME>BRAM</FIRST_NAME><SECOND_NAME>OKTAVIN</SECOND_NAME>
    <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.999</REFERENCE_NUMBER>
    <LISTED_ON>2030-12-31</LISTED_ON><NAME_ORIGINAL_SCRIPT>Брам Октавин</NAME_ORIGINAL_SCRIPT>
    <COMMENTS1>Head of the works.</COMMENTS1>
    <NATIONALITY><VALUE>Belarus</VALUE></NATIONALITY>
    <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>B.O.</ALIAS_NAME></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ADDRESS><STREET>5 Mill Lane</STREET><CITY>Brest</CITY><COUNTRY>Belarus</COUNTRY>
    </INDIVIDUAL_ADDRESS>
    <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-05-06</DATE>
    </INDIVIDUAL_DATE_OF_BIRTH>
    <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR>
      <TO_YEAR>1972</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
    <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>AB123456</NUMBER>
      <ISSUING_COUNTRY>Belarus</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
  </INDIVIDUAL></INDIVIDUALS>
  <ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>QUORRA TANKERS</FIRST_NAME>
    <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.999</REFERENCE_NUMBER>
    <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>QUORRA SHIPPING</ALIAS_NAME></ENTITY_ALIAS>
  </ENTITY></ENTITIES>
</CONSOLIDATED_LIST>
""".encode()

SECO_XML = """<?xml version="1.0" encoding="UTF-8"?>
<swiss-sanctions-list list-type="whole-list" date="2031-02-04">
  <sanctions-program ssid="20" version-date="2031-02-01">
    <program-key lang="eng">Belarus</program-key><program-name lang="eng">Measures</program-name>
    <sanctions-set ssid="4387" lang="eng">annex 13</sanctions-set></sanctions-program>
  <place ssid="77"><location>Brest</location><country iso-code="BY">Belarus</country></place>
  <target ssid="9001"><sanctions-set-id>4387</sanctions-set-id>
    <foreign-identifier>QDi.999</foreign-identifier>
    <individual sex="male">
      <identity ssid="1" main="true">
        <name ssid="2" name-type="alias" quality="low"><name-part ssid="3" order="1"
          name-part-type="whole-name"><value>BO</value></name-part></name>
        <name ssid="4" name-type="primary-name" quality="good">
          <name-part ssid="5" order="2" name-part-type="given-name"><value>Bram</value>
            <spelling-variant lang="rus" script="CYRL">Брам</spelling-variant></name-part>
          <name-part ssid="6" order="1" name-part-type="family-name"><value>Oktavin</value>
            <spelling-variant lang="rus" script="CYRL">Октавин</spelling-variant></name-part></name>
        <day-month-year day="6" month="5" year="1971"/>
        <nationality ssid="7"><country iso-code="BY">Belarus</country></nationality>
        <address ssid="8" place-id="77"><address-details>5 Mill Lane</address-details></address>
        <identification-document ssid="9" document-type="passport"><number>AB123456</number>
          <issuer code="BY">Belarus</issuer></identification-document>
      </identity>
      <justification ssid="10">Head of the works.</justification>
      <other-information ssid="11">Tax registration number: 77001</other-information>
    </individual>
    <modification modification-type="amended" effective-date="2031-01-20" publication-date="2031-01-19">
      <added><individual><identity ssid="12"><name name-type="primary-name"><name-part order="1">
        <value>Not a party</value></name-part></name></identity></individual></added></modification>
    <modification modification-type="listed" effective-date="2030-12-31"/>
  </target>
  <target ssid="9002"><sanctions-set-id>4387</sanctions-set-id>
    <entity><identity ssid="13" main="true"><name name-type="primary-name"><name-part order="1"
      name-part-type="whole-name"><value>Quorra Tankers</value></name-part></name></identity></entity>
    <modification modification-type="de-listed" effective-date="2031-01-30"/>
    <modification modification-type="listed" effective-date="2020-02-02"/>
  </target>
</swiss-sanctions-list>
""".encode()

DFAT_COLUMNS = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength",
    "Date of Birth", "Place of Birth", "Citizenship", "Address", "Additional Information",
    "Listing Information", "IMO Number", "Committees", "Control Date",
    "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban", "Arms Embargo",
    "Maritime Restriction",
)  # fmt: skip
DFAT_ROWS = (
    ("9001", "Bram OKTAVIN", "Individual", "Primary Name", "", "6/05/1971", "Brest", "Belarus",
     "5 Mill Lane, Brest", "Head of the works.", "", "", "Autonomous (Belarus)", "5/01/2031",
     "Instrument 2031", "TRUE", "TRUE", "", ""),
    ("9001a", "BO", "Individual", "Alias", "Weak", "", "", "", "", "", "", "", "", "", "", "", "",
     "", ""),
    ("9001b", "Брам Октавин", "Individual", "Original Script", "", "", "", "", "", "", "", "", "",
     "", "", "", "", "", ""),
    ("9002", "LANTERN STAR", "Vessel", "Primary Name", "", "", "", "", "", "", "", "9999999",
     "Autonomous (Belarus)", "5/01/2031", "", "", "", "", "TRUE"),
)  # fmt: skip
DFAT_CSV = table(DFAT_COLUMNS, *(dict(zip(DFAT_COLUMNS, row, strict=True)) for row in DFAT_ROWS))


def dfat_xlsx(title_row=False):
    book = Workbook()
    sheet = book.active
    if title_row:
        sheet.append(["Consolidated List"])
    for row in (DFAT_COLUMNS, *DFAT_ROWS):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


DPL_TXT = (
    b"Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\tExpiration_Date\t"
    b"Standard_Order\tLast_Update\tAction\tFR_Citation\n"
    b"BRAM OKTAVIN\t5 MILL LANE\tBREST\t\tBY\t224000\t01/05/2031\t01/05/2041\tY\t2031-01-06\t"
    b"F.R. NOTICE ADDED\t99 F.R. 1 1/5/2031\n"
)


def _ftm(id_, schema, **properties):
    return {"id": id_, "schema": schema, "properties": properties, "datasets": ["own"]}


FTM_ENTITIES = (
    _ftm("san-1", "Sanction", entity=["p-1"], program=["BLR"], startDate=["2030-12-31"],
         sourceUrl=["https://example.org/act"]),
    _ftm("p-1", "Person", name=["Bram Oktavin", "Брам Октавин"], alias=["Bramm Oktawin"],
         weakAlias=["BO"], previousName=["Bram Old"], nationality=["by"], birthDate=["1971-05-06"],
         passportNumber=["AB123456"], addressEntity=["addr-1"], notes=["Head of the works."]),
    _ftm("addr-1", "Address", full=["5 Mill Lane, Brest"], country=["by"]),
    _ftm("c-1", "Company", name=["Quorra Tankers"], jurisdiction=["pa"], ogrnCode=["1027700000001"]),
    _ftm("own-1", "Ownership", owner=["p-1"], asset=["c-1"], percentage=["62.5%"]),
    _ftm("b-1", "PublicBody", name=["Bureau of Public Lanterns"], country=["by"]),
    _ftm("v-1", "Vessel", name=["Lantern Star"], imoNumber=["9999999"], flag=["pa"]),
    _ftm("san-2", "Sanction", entity=["v-1"], startDate=["2020-01-01"], endDate=["2031-01-30"]),
    _ftm("l-1", "LegalEntity", name=["Quorra Trust"]),
    _ftm("o-1", "Organization", name=["Quorra Circle"]),
    _ftm("a-1", "Airplane", name=["Not read"]),
)  # fmt: skip
FTM_JSON = "".join(
    json.dumps(entity, ensure_ascii=False) + "\n" for entity in FTM_ENTITIES
).encode()

OWN_CSV = (
    b"Ref;Full name;Other names;Sort;Land;Born;Why\n"
    b"7;Bram Oktavin;Bramm Oktawin|BO;Person;BY;1971-05-06;Head of the works.\n"
    b"8;Quorra Tankers;;Firm;Panama;;\n"
)
OWN_MAPPING = """
delimiter = ";"
separator = "|"
[columns]
id = "Ref"
name = "Full name"
aliases = "Other names"
kind = "Sort"
countries = "Land"
birth_dates = "Born"
remarks = "Why"
[kinds]
Person = "person"
Firm = "organisation"
"""

FILES = {
    "us-csl": (CSL_JSON,), "us-csl-csv": (CSL_CSV,), "us-ofac-sdn": (SDN_XML,),
    "us-ofac-cons": (CONS_XML,), "us-ofac-sdn-csv": (SDN_CSV, ALT_CSV, ADD_CSV, COMMENTS_CSV),
    "us-ofac-cons-csv": (SDN_CSV, ALT_CSV, ADD_CSV, None), "us-ofac-sdn-advanced": (ADVANCED_XML,),
    "us-ofac-cons-advanced": (ADVANCED_XML.replace(b"SDN List", b"Non-SDN CMIC List"),),
    "us-bis-dpl": (DPL_TXT,), "eu-fsf": (EU_XML,), "eu-fsf-csv": (EU_CSV,), "uk-sl": (UK_XML,),
    "uk-sl-csv": (UK_CSV,), "uk-ofsi": (OFSI_CSV,), "un-sc": (UN_XML,), "ch-seco": (SECO_XML,),
    "au-dfat": (dfat_xlsx(),), "au-dfat-csv": (DFAT_CSV,),
}  # fmt: skip
"""The files of every source that the package knows, by its id."""
